// The words that realistic values are made of.
//
// Changing a list changes what users see: append only.
#pragma once

#include <string_view>

namespace holotype::generate::words_of {

inline constexpr std::string_view kGivenNames[] = {
    "Ada",    "Amara", "Ben",   "Carmen", "Chen",  "Daniel", "Elena", "Emil",
    "Fatima", "Grace", "Hana",  "Ivan",   "Jonas", "Julia",  "Kofi",  "Lars",
    "Leila",  "Lucas", "Maria", "Mateo",  "Mei",   "Nadia",  "Nina",  "Noah",
    "Olga",   "Omar",  "Paula", "Ravi",   "Sofia", "Tomas",  "Uma",   "Yusuf"};
inline constexpr std::string_view kFamilyNames[] = {
    "Adeyemi", "Andersson", "Bauer",  "Costa",  "Dubois",   "Eriksen", "Fischer", "Garcia",
    "Haddad",  "Ito",       "Jansen", "Kim",    "Kowalski", "Larsen",  "Lopez",   "Martin",
    "Moreau",  "Nakamura",  "Novak",  "Okafor", "Patel",    "Petrov",  "Rossi",   "Santos",
    "Schmidt", "Silva",     "Smith",  "Tanaka", "Walker",   "Weber",   "Yilmaz",  "Zhang"};
inline constexpr std::string_view kCities[] = {
    "Amsterdam", "Austin", "Berlin", "Bogota",  "Boston", "Cape Town", "Chicago",   "Copenhagen",
    "Denver",    "Dublin", "Lagos",  "Lisbon",  "London", "Madrid",    "Melbourne", "Nairobi",
    "Oslo",      "Paris",  "Porto",  "Seattle", "Seoul",  "Singapore", "Tokyo",     "Toronto"};
inline constexpr std::string_view kRegions[] = {"California", "Bavaria",  "Ontario", "Catalonia",
                                                "Lombardy",   "Scotland", "Texas",   "Victoria"};
inline constexpr std::string_view kRegionCodes[] = {"CA", "NY", "TX", "WA", "MA", "IL", "CO", "FL"};
inline constexpr std::string_view kCountries[] = {
    "Australia", "Brazil",       "Canada",  "Colombia", "Denmark",        "France",
    "Germany",   "India",        "Ireland", "Italy",    "Japan",          "Kenya",
    "Mexico",    "Netherlands",  "Nigeria", "Norway",   "Poland",         "Portugal",
    "Singapore", "South Africa", "Spain",   "Sweden",   "United Kingdom", "United States"};
inline constexpr std::string_view kCountryCodes[] = {
    "AU", "BR", "CA", "CO", "DE", "DK", "ES", "FR", "GB", "IE", "IN", "IT",
    "JP", "KE", "MX", "NL", "NO", "PL", "PT", "SE", "SG", "US", "ZA", "NG"};
inline constexpr std::string_view kCurrencies[] = {"EUR", "USD", "GBP", "JPY", "CHF", "SEK",
                                                   "NOK", "DKK", "PLN", "CAD", "AUD", "BRL"};
inline constexpr std::string_view kStreets[] = {
    "Maple Street", "Station Road", "Harbour Lane", "Mill Road",     "Park Avenue", "Elm Street",
    "Canal Street", "Church Lane",  "Garden Way",   "Market Square", "Oak Drive",   "River Walk"};
inline constexpr std::string_view kCompanies[] = {
    "Alder & Finch",  "Bluewater Labs",  "Cedar Logistics", "Copperfield",
    "Fernweh Travel", "Granite Systems", "Harbour Foods",   "Juniper Health",
    "Larkspur",       "Meridian Works",  "Northwind",       "Orchard Media",
    "Quillon",        "Redstone",        "Silverline",      "Tideway"};
inline constexpr std::string_view kProducts[] = {
    "Desk Lamp",   "Field Notebook", "Travel Mug", "Wool Blanket",  "Oak Shelf",  "Canvas Bag",
    "Bread Knife", "Rain Jacket",    "Wall Clock", "Garden Shears", "Tea Kettle", "Water Bottle"};
inline constexpr std::string_view kJobs[] = {"Software Engineer", "Product Manager", "Accountant",
                                             "Data Analyst",      "Designer",        "Nurse",
                                             "Security Engineer", "Team Lead"};
inline constexpr std::string_view kDepartments[] = {"Engineering", "Finance",   "Human Resources",
                                                    "Legal",       "Marketing", "Operations",
                                                    "Sales",       "Support"};
inline constexpr std::string_view kTitles[] = {
    "Review access controls",     "Quarterly planning",      "Update the onboarding guide",
    "Migrate the billing system", "Rotate signing keys",     "Prepare the annual report",
    "Customer feedback summary",  "Fix the export of dates", "Launch checklist",
    "Renew supplier contracts",   "Improve search results",  "Document the release process"};
inline constexpr std::string_view kSentences[] = {
    "Checks that every account has an owner.",
    "The first draft is ready for review.",
    "Please confirm the delivery date with the supplier.",
    "All steps were completed without remarks.",
    "This replaces the version from last quarter.",
    "A short summary is attached for the team.",
    "Results are collected once a week.",
    "The request was forwarded to the responsible department.",
    "Two points remain open after the meeting.",
    "Nothing else needs to be done for now.",
    "The figures include returns and discounts.",
    "Works as expected in the test environment."};
inline constexpr std::string_view kWords[] = {
    "amber",   "anchor",  "autumn", "basket", "birch",  "bridge", "candle",  "canyon",  "cedar",
    "clover",  "copper",  "coral",  "delta",  "ember",  "falcon", "fern",    "field",   "forest",
    "garden",  "granite", "harbor", "hazel",  "island", "ivory",  "juniper", "lantern", "lemon",
    "linen",   "maple",   "marble", "meadow", "mirror", "moss",   "north",   "oasis",   "olive",
    "orchard", "pebble",  "pine",   "quartz", "rain",   "raven",  "river",   "saffron", "sage",
    "shadow",  "silver",  "slate",  "spruce", "stone",  "summit", "thunder", "timber",  "umber",
    "valley",  "velvet",  "violet", "walnut", "willow", "winter"};
inline constexpr std::string_view kTimeZones[] = {"Europe/Berlin", "America/New_York", "Asia/Tokyo",
                                                  "Europe/London", "America/Toronto",  "UTC"};
inline constexpr std::string_view kLocales[] = {"en-US", "en-GB", "de-DE",
                                                "fr-FR", "es-ES", "pt-BR"};
inline constexpr std::string_view kLanguages[] = {"en", "de", "fr", "es", "pt", "it", "ja", "nl"};
inline constexpr std::string_view kColors[] = {"#2f6f4f", "#b5432a", "#1d4e89", "#e0a526",
                                               "#6b4c9a"};
inline constexpr std::string_view kMediaTypes[] = {
    "application/json", "application/pdf", "image/png", "image/jpeg", "text/plain", "text/csv"};
inline constexpr std::string_view kExtensions[] = {"pdf", "png", "csv", "txt", "docx"};
inline constexpr std::string_view kStatuses[] = {"active", "pending", "completed", "draft"};
inline constexpr std::string_view kRoles[] = {"admin", "member", "viewer", "editor", "owner"};
inline constexpr std::string_view kUserAgents[] = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0", "curl/8.5.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_2) AppleWebKit/605.1.15 Version/17.2 "
    "Safari/605.1.15"};

}  // namespace holotype::generate::words_of
