// The templates are a tree: an edge is a segment, a node holds the operations whose template ends
// there. Templates that differ in the names of their parameters alone share their nodes, so a node
// stands at one depth and is visited at most once for a request: backtracking costs no more than
// the size of the tree, and in practice one hash lookup a segment.
//
// There are two trees, one of templates with the base path of a server in front and one without;
// the second is asked where the first does not have the method. Most descriptions have no base path
// and need the first alone. A third, of base paths with variables that may have any value, is asked
// where neither has the path.
//
// A search that finds the method stops. One that does not has visited every node where a matching
// path ends, and what those allow is the Allow header of the 405. A trailing slash is an empty last
// segment; a second search, made only where the first found no path, steps over it.
#include "routing/router.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/check.h"
#include "base/hash.h"
#include "base/percent.h"
#include "routing/nearest.h"
#include "routing/path_template.h"

namespace holotype::routing {
namespace {

enum class Slashes { Significant, Ignored };

// An operation at the end of its template.
struct Route {
  const openapi::Operation* operation;
  std::string_view query;               // what the template demands of the query
  std::vector<std::string_view> names;  // of the parameters, in order
  std::size_t variable_count = 0;       // how many of them are the server's, and come first
};

using NodeIndex = std::uint32_t;

struct Node {
  struct LiteralEdge {
    std::uint64_t hash;
    std::string text;  // percent-decoded
    NodeIndex target;
  };
  struct TemplatedEdge {
    SegmentTemplate segment;
    NodeIndex target;
  };
  std::vector<LiteralEdge> literals;     // by hash
  std::vector<TemplatedEdge> templated;  // the most concrete first
  std::vector<Route> routes;             // those with a query first, else as declared
};

class Tree {
 public:
  Tree() { nodes_.emplace_back(); }

  const Node& root() const { return nodes_.front(); }
  const Node& operator[](NodeIndex index) const { return nodes_[index]; }

  // The operation that stands in the way, or nullptr.
  const openapi::Operation* add(const PathTemplate& path, const openapi::Operation& operation,
                                std::size_t variable_count = 0) {
    NodeIndex at = 0;
    Route route{&operation, path.query, {}, variable_count};
    for (const SegmentTemplate& segment : path.segments) {
      route.names.insert(route.names.end(), segment.names.begin(), segment.names.end());
      at = segment.is_literal() ? literal_child(at, segment.literals.front())
                                : templated_child(at, segment);
    }
    return add_route(nodes_[at].routes, std::move(route));
  }

  const Node* literal_target(const Node& node, std::string_view text) const {
    if (node.literals.empty()) return nullptr;
    const std::uint64_t hash = hash_bytes(text);
    for (auto edge = std::ranges::lower_bound(node.literals, hash, {}, &Node::LiteralEdge::hash);
         edge != node.literals.end() && edge->hash == hash; ++edge) {
      if (edge->text == text) return &nodes_[edge->target];
    }
    return nullptr;
  }

 private:
  NodeIndex new_node() {
    nodes_.emplace_back();
    return static_cast<NodeIndex>(nodes_.size() - 1);
  }

  NodeIndex literal_child(NodeIndex at, const std::string& text) {
    const std::uint64_t hash = hash_bytes(text);
    const auto position = [&] {
      return std::ranges::lower_bound(nodes_[at].literals, hash, {}, &Node::LiteralEdge::hash);
    };
    for (auto edge = position(); edge != nodes_[at].literals.end() && edge->hash == hash; ++edge) {
      if (edge->text == text) return edge->target;
    }
    const NodeIndex child = new_node();
    nodes_[at].literals.insert(position(), {hash, text, child});
    return child;
  }

  NodeIndex templated_child(NodeIndex at, const SegmentTemplate& segment) {
    for (const Node::TemplatedEdge& edge : nodes_[at].templated) {
      if (edge.segment.is_equivalent(segment)) return edge.target;
    }
    const NodeIndex child = new_node();
    auto& edges = nodes_[at].templated;
    const auto behind = std::ranges::find_if(edges, [&](const Node::TemplatedEdge& edge) {
      return segment.is_more_concrete(edge.segment);
    });
    edges.insert(behind, {segment, child});
    return child;
  }

  static const openapi::Operation* add_route(std::vector<Route>& routes, Route route) {
    for (const Route& known : routes) {
      if (known.operation == route.operation) return nullptr;  // two servers with one base path
      if (known.operation->method == route.operation->method && known.query == route.query) {
        return known.operation;
      }
    }
    const auto behind =
        route.query.empty()
            ? routes.end()
            : std::ranges::find_if(routes, [](const Route& known) { return known.query.empty(); });
    routes.insert(behind, std::move(route));
    return nullptr;
  }

  std::vector<Node> nodes_;
};

// One template, for naming what is near.
struct Candidate {
  std::string base_path;
  std::string_view path;
  std::vector<std::string> methods;
};

bool has_pairs(std::string_view raw_query, std::string_view wanted) {
  const http::RawPairs pairs(raw_query);
  return std::ranges::all_of(http::RawPairs(wanted), [&](const http::RawPair& pair) {
    return std::ranges::any_of(pairs, [&](const http::RawPair& other) {
      return other.name == pair.name && other.value == pair.value;
    });
  });
}

void sort_unique(std::vector<std::string>& names) {
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

// One walk through one tree for one request.
class Search {
 public:
  Search(std::string_view method, std::string_view raw_path, std::string_view raw_query,
         Slashes slashes)
      : method_(method), path_(raw_path), query_(raw_query), slashes_(slashes) {}

  // Whether the method was found; then take_match() has the match.
  bool run(const Tree& tree) {
    tree_ = &tree;
    return visit(tree.root(), path_.starts_with('/') ? 1 : 0);
  }

  Match take_match() { return std::move(match_); }
  // The nodes where a matching path ends that does not have the method, the best one first.
  const std::vector<const Node*>& ends() const { return ends_; }

 private:
  static constexpr std::size_t kEnd = std::string_view::npos;

  // `at` is where the next segment begins, kEnd behind the last one.
  bool visit(const Node& node, std::size_t at) {
    if (at == kEnd) return finish(node);
    const std::size_t slash = path_.find('/', at);
    const std::string_view segment = path_.substr(at, slash == kEnd ? kEnd : slash - at);
    const std::size_t next = slash == kEnd ? kEnd : slash + 1;
    if (const Node* target = find_literal(node, segment)) {
      if (visit(*target, next)) return true;
    }
    for (const Node::TemplatedEdge& edge : node.templated) {
      const std::size_t before = match_.values.size();
      if (!edge.segment.match(segment, at, match_.values)) continue;
      if (visit((*tree_)[edge.target], next)) return true;
      match_.values.resize(before);
    }
    const bool is_trailing_slash = segment.empty() && next == kEnd;
    return is_trailing_slash && slashes_ == Slashes::Ignored && end_at(node);
  }

  bool finish(const Node& node) {
    if (end_at(node)) return true;
    if (slashes_ == Slashes::Significant) return false;
    const Node* target = tree_->literal_target(node, "");
    return target != nullptr && end_at(*target);
  }

  const Node* find_literal(const Node& node, std::string_view segment) const {
    if (segment.find('%') == std::string_view::npos) return tree_->literal_target(node, segment);
    const auto decoded = percent::decode(segment);
    return decoded ? tree_->literal_target(node, *decoded) : nullptr;
  }

  bool end_at(const Node& node) {
    const Route* route = find_route(node, method_);
    if (route == nullptr && method_ == "HEAD") {
      route = find_route(node, "GET");
      match_.is_head_from_get = route != nullptr;
    }
    if (route == nullptr) {
      if (std::ranges::any_of(node.routes, [&](const Route& r) { return fits_query(r); })) {
        ends_.push_back(&node);
      }
      return false;
    }
    match_.operation = route->operation;
    for (std::size_t i = 0; i < route->names.size(); ++i) match_.values[i].name = route->names[i];
    // What a server's variable holds is no parameter of the operation.
    const auto variables_end =
        match_.values.begin() + static_cast<std::ptrdiff_t>(route->variable_count);
    match_.values.erase(match_.values.begin(), variables_end);
    match_.ignores_trailing_slash = slashes_ == Slashes::Ignored;
    return true;
  }

  const Route* find_route(const Node& node, std::string_view method) const {
    for (const Route& route : node.routes) {
      if (route.operation->method == method && fits_query(route)) return &route;
    }
    return nullptr;
  }

  bool fits_query(const Route& route) const {
    return route.query.empty() || has_pairs(query_, route.query);
  }

  std::string_view method_;
  std::string_view path_;
  std::string_view query_;
  Slashes slashes_;
  const Tree* tree_ = nullptr;
  Match match_;
  std::vector<const Node*> ends_;
};

UnknownMethod unknown_method(const std::vector<const Node*>& ends) {
  UnknownMethod result{ends.front()->routes.front().operation->path, {}};
  for (const Node* node : ends) {
    for (const Route& route : node->routes) {
      result.allowed.push_back(route.operation->method);
      if (route.operation->method == "GET") result.allowed.emplace_back("HEAD");
    }
  }
  sort_unique(result.allowed);
  return result;
}

// The offset of the first "%" that begins no percent-encoded byte.
std::optional<std::size_t> find_malformed(std::string_view path) {
  constexpr std::string_view kHexadecimal = "0123456789abcdefABCDEF";
  for (std::size_t at = path.find('%'); at != std::string_view::npos; at = path.find('%', at + 3)) {
    const std::string_view digits = path.substr(at + 1, 2);
    if (digits.size() < 2 || digits.find_first_not_of(kHexadecimal) != std::string_view::npos) {
      return at;
    }
  }
  return std::nullopt;
}

}  // namespace

struct Router::State {
  Tree with_base;
  Tree without_base;
  Tree with_variables;
  bool has_base = false;
  bool has_variables = false;
  std::vector<Candidate> candidates;  // in the order of the descriptions
  std::vector<Clash> clashes;
  std::vector<std::unique_ptr<const std::string>> texts;  // what templates with a base path view

  void add(const openapi::Description& description) {
    std::map<std::pair<std::string, std::string_view>, std::size_t> known;
    for (const openapi::Operation& operation : description.operations) {
      add(operation);
      const std::string base = operation.servers.empty() ? "" : operation.servers[0].base_path;
      const auto [entry, is_new] = known.try_emplace({base, operation.path}, candidates.size());
      if (is_new) candidates.push_back({base, operation.path, {}});
      candidates[entry->second].methods.push_back(operation.method);
    }
    for (Candidate& candidate : candidates) sort_unique(candidate.methods);
  }

  void add(const openapi::Operation& operation) {
    const std::string_view path = operation.path;
    bool is_bare = operation.servers.empty();
    for (const openapi::Server& server : operation.servers) {
      is_bare = is_bare || server.base_path.empty();
      add_base(server.base_path, operation);
      for (const std::string& base : server.base_paths) {
        is_bare = is_bare || base.empty();
        add_base(base, operation);
      }
    }
    if (is_bare) {
      add(with_base, path, operation);
    } else {
      has_base = true;
      add(without_base, path, operation);
    }
  }

  void add_base(const std::string& base, const openapi::Operation& operation) {
    if (base.empty()) return;
    const char* joint = operation.path.starts_with('/') ? "" : "/";
    texts.push_back(std::make_unique<const std::string>(base + joint + operation.path));
    if (base.find('{') == std::string::npos) return add(with_base, *texts.back(), operation);
    std::size_t variable_count = 0;
    for (const SegmentTemplate& segment : parse_path_template(base).segments)
      variable_count += segment.names.size();
    // Of two operations the first answers: other values may well lead to the other one.
    with_variables.add(parse_path_template(*texts.back()), operation, variable_count);
    has_variables = true;
  }

  void add(Tree& tree, std::string_view path, const openapi::Operation& operation) {
    const openapi::Operation* kept = tree.add(parse_path_template(path), operation);
    if (kept == nullptr) return;
    const bool is_known = std::ranges::any_of(clashes, [&](const Clash& clash) {
      return clash.kept == kept && clash.shadowed == &operation;
    });
    if (!is_known) clashes.push_back({kept, &operation});
  }

  UnknownPath nearest(std::string_view raw_path) const;
};

UnknownPath Router::State::nearest(std::string_view raw_path) const {
  struct Scored {
    double distance;
    const Candidate* candidate;
    bool with_base;
  };
  std::vector<Scored> scored;
  for (const Candidate& candidate : candidates) {
    Scored best{distance(raw_path, candidate.path), &candidate, false};
    if (!candidate.base_path.empty()) {
      const double full = distance(raw_path, candidate.base_path + std::string(candidate.path));
      if (full <= best.distance) best = {full, &candidate, true};
    }
    if (best.distance <= kLikely) scored.push_back(best);
  }
  std::ranges::stable_sort(scored, {}, &Scored::distance);
  UnknownPath result;
  for (const Scored& one : scored) {
    const bool is_alike = one.distance <= scored.front().distance + kAlike;
    if (result.nearest.size() == 3 || !is_alike) break;
    std::string path = one.with_base ? one.candidate->base_path : "";
    path += one.candidate->path;
    result.nearest.push_back({std::move(path), one.candidate->methods});
  }
  return result;
}

Router::Router(const openapi::Description& description) {
  const openapi::Description* one[] = {&description};
  *this = Router(one);
}

Router::Router(std::span<const openapi::Description* const> descriptions) {
  auto state = std::make_unique<State>();
  for (const openapi::Description* description : descriptions) {
    HOLOTYPE_CHECK(description != nullptr);
    state->add(*description);
  }
  state_ = std::move(state);
}

Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

const std::vector<Clash>& Router::clashes() const { return state_->clashes; }

Outcome Router::match(std::string_view method, std::string_view raw_path,
                      std::string_view raw_query) const {
  if (const auto offset = find_malformed(raw_path)) return MalformedPath{*offset};
  for (const Slashes slashes : {Slashes::Significant, Slashes::Ignored}) {
    Search search(method, raw_path, raw_query, slashes);
    if (search.run(state_->with_base)) return search.take_match();
    if (state_->has_base && search.run(state_->without_base)) return search.take_match();
    if (!search.ends().empty()) return unknown_method(search.ends());
  }
  for (const Slashes slashes : {Slashes::Significant, Slashes::Ignored}) {
    if (!state_->has_variables) break;
    Search search(method, raw_path, raw_query, slashes);
    if (search.run(state_->with_variables)) return search.take_match();
    if (!search.ends().empty()) return unknown_method(search.ends());
  }
  return state_->nearest(raw_path);
}

}  // namespace holotype::routing
