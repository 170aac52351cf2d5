#include "contract/event_stream.h"

#include <algorithm>

#include "json/text.h"

namespace holotype::contract {
namespace {

using parameters::Shape;
using parameters::Types;

constexpr std::uint32_t kMaxDepth = 512;

// NON-STANDARD: the data that ends the streams of many APIs whose other data are JSON.
constexpr std::string_view kEndMark = "[DONE]";

constexpr std::string_view kFields[] = {"data", "event", "id", "retry"};

bool is_field(std::string_view name) {
  return std::ranges::find(kFields, name) != std::end(kFields);
}

bool is_text_only(Types types) {
  return types.has(Types::String) && (types.bits() & ~(Types::String | Types::Null)) == 0;
}

Types type_of(const json::Value& value) {
  switch (value.type()) {
    case json::Type::Null:
      return Types::Null;
    case json::Type::Boolean:
      return Types::Boolean;
    case json::Type::Number:
      return static_cast<std::uint8_t>(Types::Integer | Types::Fraction);
    case json::Type::String:
      return Types::String;
    case json::Type::Array:
      return Types::Array;
    case json::Type::Object:
      return Types::Object;
  }
  return {};
}

// Whether the schema names the fields of an event and nothing else. {"data": {...}} alone is more
// often what JSON APIs wrap their answers in.
bool is_of_event(const Shape& shape) {
  if (shape.properties.empty()) return shape.types.any();
  const bool names_fields = std::ranges::all_of(
      shape.properties, [](const Shape::Property& one) { return is_field(one.name); });
  return names_fields && (shape.names("event") || shape.names("retry") ||
                          (shape.names("data") && shape.member("data").types.has(Types::String)));
}

// Section 9.2.6: a field's value ends at the end of its line.
void write_field(std::string_view name, std::string_view text, std::string& out) {
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out.append(name).append(": ").append(text.substr(at, end - at)).append("\n");
    at = end + 1;
  }
}

}  // namespace

bool is_event_stream(const http::MediaType& type) { return type.essence() == "text/event-stream"; }

json::Value Event::to_value(json::Arena& arena) const {
  std::vector<json::Member> members;
  if (data) members.emplace_back("data", json::Value::string(arena, *data));
  for (const std::string_view name : order) {
    if (name == "event") members.emplace_back("event", json::Value::string(arena, *event));
    if (name == "id") members.emplace_back("id", json::Value::string(arena, *id));
    if (name != "retry") continue;
    const bool is_number = !retry->empty() &&
                           retry->find_first_not_of("0123456789") == std::string::npos &&
                           (retry->size() == 1 || retry->front() != '0');
    // Not digits alone: the field is ignored (section 9.2.6), or told by the schema.
    members.emplace_back("retry", is_number ? json::Value::number(arena, *retry)
                                            : json::Value::string(arena, *retry));
  }
  return json::Value::object(arena, members);
}

// Section 9.2.5: lines end with CR, LF or both; an event ends with an empty line.
std::vector<Event> parse_events(std::string_view stream) {
  std::vector<Event> events;
  Event event;
  const auto finish = [&] {
    if (!event.order.empty()) events.push_back(std::move(event));
    event = {};
  };
  const auto add = [&event](std::string_view name, std::string_view text, std::size_t offset) {
    const auto* field = std::ranges::find(kFields, name);
    if (field == std::end(kFields)) return;
    std::optional<std::string>& value = name == "data"    ? event.data
                                        : name == "event" ? event.event
                                        : name == "id"    ? event.id
                                                          : event.retry;
    if (!value) event.order.push_back(*field);
    if (name == "data" && value) {
      value->append("\n").append(text);
      return;
    }
    if (name == "data") event.data_offset = offset;
    value = std::string(text);
  };
  for (std::size_t at = 0; at < stream.size();) {
    const std::size_t end = std::min(stream.find_first_of("\r\n", at), stream.size());
    const std::string_view line = stream.substr(at, end - at);
    if (line.empty()) {
      finish();
    } else if (!line.starts_with(':')) {
      if (event.order.empty()) event.offset = at;
      const std::size_t colon = std::min(line.find(':'), line.size());
      std::size_t begin = std::min(colon + 1, line.size());
      if (line.substr(begin).starts_with(' ')) ++begin;
      add(line.substr(0, colon), line.substr(begin), at + begin);
    }
    at = end + (stream.substr(end).starts_with("\r\n") ? 2 : 1);
  }
  finish();
  return events;
}

void write_event(const json::Value& value, std::string& out) {
  const auto text = [](const json::Value& one) {
    return one.is_string() ? std::string(one.as_string()) : json::write(one);
  };
  if (!value.is_object()) write_field("data", text(value), out);
  for (const json::Member& member : value.members())
    write_field(member.name(), text(member.value), out);
  out += '\n';
}

EventSchema::EventSchema(const Shape& schema, bool describes_items) {
  const Shape& item = describes_items ? schema : *schema.items;
  if (describes_items && is_text_only(schema.types)) {
    kind_ = Kind::Text;
  } else if (is_of_event(item)) {
    data_ = item.names("data") ? item.member("data").types : Types(Types::String);
  } else {
    kind_ = Kind::Data;
    data_ = item.types;
  }
}

// The data as JSON where the schema has a place for it, else as the text that they are; nullopt
// where neither is.
std::optional<json::Value> EventSchema::read_data(std::string_view text, json::Arena& arena) const {
  const bool may_be_text = data_.has(Types::String);
  if (is_text_only(data_)) return json::Value::string(arena, text);
  const auto value = json::read(arena, text, {.max_depth = kMaxDepth});
  // Where the schema has a place for everything, "5" is rather a text.
  const Types wanted = data_.any() ? Types(Types::Object | Types::Array) : data_;
  const bool fits = value && !(type_of(*value) & wanted).none();
  if (fits || (value && !may_be_text)) return *value;
  if (may_be_text) return json::Value::string(arena, text);
  return std::nullopt;
}

EventValues EventSchema::read(std::string_view stream, json::Arena& arena) const {
  if (is_text()) return {.value = json::Value::string(arena, stream), .offsets = {}, .unread = {}};
  EventValues read;
  std::vector<json::Value> values;
  const std::vector<Event> events = parse_events(stream);
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& event = events[i];
    if (kind_ == Kind::Data && !event.data) continue;
    std::optional<json::Value> data;
    if (event.data) {
      data = read_data(*event.data, arena);
      if (!data) {
        if (event.data != kEndMark) read.unread.push_back(i + 1);
        continue;
      }
    }
    if (kind_ == Kind::Data) {
      values.push_back(*data);
      read.offsets.push_back(static_cast<std::uint32_t>(event.data_offset));
      continue;
    }
    json::Value value = event.to_value(arena);
    if (data) {
      std::vector<json::Member> members(value.members().begin(), value.members().end());
      members.front().value = data->with_offset(0);  // to_value() puts the data first
      value = json::Value::object(arena, members);
    }
    values.push_back(value);
    read.offsets.push_back(static_cast<std::uint32_t>(event.offset));
  }
  read.value = json::Value::array(arena, values).with_offset(0);
  return read;
}

// A text is written as it is where it would be read again as that, else as JSON is.
void EventSchema::write_data(const json::Value& value, std::string& out) const {
  std::string text = json::write(value);
  if (value.is_string() && value.as_string().find('\r') == std::string_view::npos) {
    json::Arena arena;
    const auto read = read_data(value.as_string(), arena);
    if (read && json::equal(*read, value)) text = value.as_string();
  }
  write_field("data", text, out);
  out += '\n';
}

std::string EventSchema::write(const json::Value& value) const {
  std::string out;
  if (is_text() && value.is_string()) {
    // What holds a field is a stream already.
    const auto is_stream = [](const Event& event) { return event.data.has_value(); };
    const std::string_view text = value.as_string();
    if (std::ranges::any_of(parse_events(text), is_stream)) return std::string(text);
  }
  const auto write_one = [&](const json::Value& one) {
    if (kind_ == Kind::Event) {
      write_event(one, out);
    } else {
      write_data(one, out);
    }
  };
  if (!value.is_array()) write_one(value);
  for (const json::Value& element : value.elements()) write_one(element);
  return out;
}

}  // namespace holotype::contract
