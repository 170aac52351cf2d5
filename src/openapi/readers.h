// The readers, one for each object of the specification: from a place in a document to the model.
//
// Each reports what is wrong to the Reading and reads what can be read. The first lines of each
// group name the source file. Internal to openapi.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "openapi/description.h"
#include "openapi/reading.h"

namespace holotype::openapi {

// read_example.cc
// The `example` and `examples` of a parameter, header or media type.
std::vector<Example> read_examples(Reading& reading, const Node& object);

// read_media_type.cc
// The entries of a `content` map.
std::vector<MediaType> read_content(Reading& reading, const Node& map, Direction direction);
// Whether `name` is a media type or range; reports where it is not, or one of `before` already.
bool check_media_type_name(Reading& reading, const Node& where, const std::string& name,
                           const std::vector<MediaType>& before);
std::optional<RequestBody> read_request_body(Reading& reading, const Node& node,
                                             Direction direction);

// read_encoding.cc
// `property` is "" for an encoding by position.
Encoding read_encoding(Reading& reading, const std::string& property, const Node& object,
                       Direction direction);
std::vector<Encoding> read_encodings(Reading& reading, const Node& media_type, Direction direction);

// read_parameter.cc
// The style that `object` names, or `absent`; only those of `allowed` are taken.
struct StyleChoice {
  std::string_view where;  // "a path parameter"
  std::vector<std::pair<std::string_view, Style>> allowed;
  Style absent;
};
Style read_style(Reading& reading, const Node& object, const StyleChoice& choice);
std::optional<Parameter> read_parameter(Reading& reading, const Node& node, Direction direction);
// The parameters of a path item or operation.
std::vector<Parameter> read_parameters(Reading& reading, const Node& list, Direction direction);
// Whether the specification says that a header of that name is ignored.
bool is_ignored_header(std::string_view name);
// Reports a parameter of `before` with the same name and location; returns whether there is one.
bool is_duplicate(Reading& reading, const Parameter& parameter,
                  const std::vector<Parameter>& before);

// read_response.cc
std::optional<Header> read_header(Reading& reading, const Node& node, Direction direction);
std::vector<Header> read_headers(Reading& reading, const Node& map, Direction direction);
// `produces` is Swagger 2.0's.
std::vector<Response> read_responses(Reading& reading, const Node& map, Direction direction,
                                     const std::vector<std::string>& produces);
std::optional<Response> read_response(Reading& reading, const Node& node, Direction direction,
                                      const std::vector<std::string>& produces);
std::vector<Link> read_links(Reading& reading, const Node& map);

// read_server.cc
// The servers in the list; empty where it is.
std::vector<Server> read_servers(Reading& reading, const Node& list);
Server server_at_root();
// The path of a URL or relative reference without a trailing slash: "https://a.b/v1/" -> "/v1".
std::string path_of_url(std::string_view url);

// read_security.cc
std::vector<std::unique_ptr<SecurityScheme>> read_security_schemes(Reading& reading,
                                                                   const Node& map);
std::vector<SecurityRequirement> read_security(Reading& reading, const Node& list);

// read_path_item.cc
// What an operation has where it does not say otherwise.
struct Surroundings {
  std::vector<Server> servers;
  std::vector<SecurityRequirement> security;
  Diagnostics security_unchecked;          // what of `security` cannot be checked
  Direction request = Direction::Request;  // Response where the API itself is the client
  bool has_path_template = true;           // not below callbacks and webhooks
  std::vector<std::string> consumes;       // Swagger 2.0
  std::vector<std::string> produces;
};
// The operations at `path`, which is a runtime expression or a name where there is no template.
std::vector<Operation> read_path_item(Reading& reading, const Node& node, const std::string& path,
                                      const Surroundings& surroundings);
std::vector<Operation> read_paths(Reading& reading, const Node& paths,
                                  const Surroundings& surroundings);

// read_operation.cc
struct PathItem {
  Node node;    // as in `paths`
  Node object;  // the same with its $ref followed
  std::string path;
  Node shared;  // the list of its parameters, which every operation has
  std::vector<Server> servers;
};
Operation read_operation(Reading& reading, const Node& node, const std::string& method,
                         const PathItem& item, const Surroundings& surroundings);

// path_template.cc
// The names between the braces of a path, in order; what is wrong with them is reported at
// `member`, the path's entry in `paths`.
std::vector<std::string> check_path_template(Reading& reading, const Node& paths,
                                             const json::Member& member);
// The same without a word.
std::vector<std::string> template_names(std::string_view path);
// The path with every name left out: equal for paths that match the same requests.
std::string template_shape(std::string_view path);

// read_callback.cc
std::vector<Callback> read_callbacks(Reading& reading, const Node& map,
                                     const Surroundings& surroundings);
std::vector<Callback> read_webhooks(Reading& reading, const Node& map,
                                    const Surroundings& surroundings);

// read_components.cc
// Reads every component for its faults: those that no operation refers to as well.
void check_components(Reading& reading, const Node& root, const Surroundings& surroundings);
// Info, tags and external documentation: nothing of them but their faults and `info` is kept.
void check_info(Reading& reading, const Node& root);

// check_objects.cc: what depends on several fields, or on where the object stands.
void check_flow(Reading& reading, std::string_view name, const Node& flow);
void check_header_name(Reading& reading, const Node& where, std::string_view name);
// Whether the media type takes the encodings that it has.
void check_encoding_use(Reading& reading, const Node& media_type, std::string_view name);
// Whether values of the schema's type can be written in the style that `object` names.
void check_style_type(Reading& reading, const Node& object, Style style, const Node& schema);

// check_links.cc: where links lead.
void check_links(Reading& reading, const Description& description);

// check_forms.cc: strings that must have a form.
bool is_runtime_expression(std::string_view text);
// Expressions in the value of a link's parameter or the key of a callback: the whole text, or
// between braces.
void check_expressions(Reading& reading, const Node& where, std::string_view text);
void check_component_names(Reading& reading, const Node& components);
void check_tag_parents(Reading& reading, const std::vector<Node>& tags);

// read_swagger.cc, read_form.cc: what Swagger 2.0 writes in another way.
struct Serialisation {
  Style style = Style::Form;
  bool explodes = false;
};
// Whether collectionFormat: multi is one of the choices, which repeats the name of the parameter.
enum class Multi : std::uint8_t { Taken, Refused };
// The collectionFormat of `object`; csv where it has none.
Serialisation read_collection_format(Reading& reading, const Node& object, Multi multi);
// Checks the fields of `items`, and of theirs.
void check_items(Reading& reading, const Node& object);
// NON-STANDARD: x-example and x-examples, which Swagger 2.0 users write where it has no field.
std::vector<Example> read_vendor_examples(const Node& object);
std::vector<Server> read_swagger_servers(Reading& reading, const Node& root);
std::optional<Parameter> read_simple_parameter(Reading& reading, const Node& node,
                                               Direction direction);
// Whether it describes the body or a part of it: in body or formData.
bool is_body_parameter(Reading& reading, const Node& node);
std::vector<Header> read_simple_headers(Reading& reading, const Node& map, Direction direction);
std::vector<MediaType> read_swagger_content(Reading& reading, const Node& response,
                                            const std::vector<std::string>& produces,
                                            Direction direction);
// The parameters in two lists (the path item's and the operation's) that make up the body.
std::optional<RequestBody> read_swagger_body(Reading& reading, const Node& shared, const Node& own,
                                             const std::vector<std::string>& consumes,
                                             Direction direction);

}  // namespace holotype::openapi
