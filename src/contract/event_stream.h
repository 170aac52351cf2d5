// Server-sent events: the events of a text/event-stream, and what a schema of theirs describes.
//
// OpenAPI 3.2 says what an event is as an instance, for `itemSchema`: an object with data, event,
// id and retry, all but the last of them strings (sequence.h). Before, nothing is said, and
// descriptions give `schema` what they have at hand; what they mean shows in what the schema names:
//
//     properties data, event, id, retry     the event; its data is JSON where the schema has no
//     text other properties, numbers, ...        the JSON that each event has as its data a string
//     the whole stream, or the data of each event
//
// Lists of the first two, and of strings, are those of the whole stream. An event without data is
// never dispatched by a client and has nothing to be checked.
//
// Threads: immutable. Spec: OpenAPI 3.2.0 "Special Considerations for Server-Sent Events"; the HTML
// Standard section 9.2.6. Tests: tests/contract/event_stream_test.cc
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/media_type.h"
#include "json/arena.h"
#include "json/value.h"
#include "parameters/shape.h"

namespace holotype::contract {

bool is_event_stream(const http::MediaType& type);

// An event as it stands in the stream; a field that is not there is absent.
struct Event {
  std::optional<std::string> data;  // the lines of several fields, joined by line breaks
  std::optional<std::string> event;
  std::optional<std::string> id;
  std::optional<std::string> retry;
  std::vector<std::string_view> order;  // the names of the fields, as they came
  std::size_t offset = 0;               // in the stream
  std::size_t data_offset = 0;          // of the first text of `data`

  // The object of OpenAPI 3.2.
  json::Value to_value(json::Arena& arena) const;
};

// The events of a stream; comments, unknown fields and events without a field are left out.
std::vector<Event> parse_events(std::string_view stream);

// Puts behind `out` what `value` is as an event: an object has its members as fields, one that is
// no string as JSON; anything else is the data.
void write_event(const json::Value& value, std::string& out);

// The instance that a stream is for a schema without itemSchema.
struct EventValues {
  json::Value value;  // an array of what each event holds; a string where that is_text()
  std::vector<std::uint32_t> offsets;  // where each begins in the stream
  // Which events are left out, from 1, because their data are no JSON.
  std::vector<std::size_t> unread;
};

class EventSchema {
 public:
  // `schema` is the shape of the schema, `describes_items` whether it is not that of a list.
  EventSchema(const parameters::Shape& schema, bool describes_items);

  // Whether the schema is that of a text, which may be the whole stream.
  bool is_text() const { return kind_ == Kind::Text; }

  EventValues read(std::string_view stream, json::Arena& arena) const;

  // The stream that holds `value`, of the kind that read() gives: each of its elements is an event.
  std::string write(const json::Value& value) const;

 private:
  enum class Kind : std::uint8_t { Event, Data, Text };

  std::optional<json::Value> read_data(std::string_view text, json::Arena& arena) const;
  void write_data(const json::Value& value, std::string& out) const;

  Kind kind_ = Kind::Event;
  parameters::Types data_;  // what an event's data may be
};

}  // namespace holotype::contract
