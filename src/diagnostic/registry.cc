#include "diagnostic/registry.h"

#include <algorithm>
#include <span>

#include "diagnostic/rules_admin.h"
#include "diagnostic/rules_compat.h"
#include "diagnostic/rules_compat_schema.h"
#include "diagnostic/rules_document.h"
#include "diagnostic/rules_fixture.h"
#include "diagnostic/rules_generate.h"
#include "diagnostic/rules_openapi.h"
#include "diagnostic/rules_openapi_forms.h"
#include "diagnostic/rules_request.h"
#include "diagnostic/rules_response.h"
#include "diagnostic/rules_review.h"
#include "diagnostic/rules_schema.h"
#include "diagnostic/rules_session.h"
#include "diagnostic/rules_state.h"
#include "diagnostic/rules_tester.h"
#include "diagnostic/rules_traffic.h"
#include "diagnostic/rules_upstream.h"

namespace holotype::diagnostic {

const std::vector<const Rule*>& all_rules() {
  static const std::vector<const Rule*> rules = [] {
    std::vector<const Rule*> all;
    const auto add = [&all](std::span<const Rule* const> family) {
      for (const Rule* rule : family) all.push_back(rule);
    };
    add(rules::kAdminRules);
    add(rules::kCompatRules);
    add(rules::kCompatSchemaRules);
    add(rules::kDocumentRules);
    add(rules::kFixtureRules);
    add(rules::kGenerateRules);
    add(rules::kOpenApiRules);
    add(rules::kOpenApiFormRules);
    add(rules::kRequestRules);
    add(rules::kResponseRules);
    add(rules::kReviewRules);
    add(rules::kSchemaRules);
    add(rules::kSessionRules);
    add(rules::kStateRules);
    add(rules::kTesterRules);
    add(rules::kTrafficRules);
    add(rules::kUpstreamRules);
    return all;
  }();
  return rules;
}

const Rule* find_rule(std::string_view id) {
  const auto& rules = all_rules();
  const auto found = std::ranges::find(rules, id, &Rule::id);
  return found == rules.end() ? nullptr : *found;
}

}  // namespace holotype::diagnostic
