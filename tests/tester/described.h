// A description in a text, loaded for a test of the tester.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "server/loaded.h"

namespace holotype::tester {

inline std::shared_ptr<const server::Loaded> described(const std::string& text) {
  server::Settings settings;
  settings.description_text = text;
  auto loaded = server::load(settings).loaded;
  EXPECT_TRUE(loaded) << (loaded ? "" : to_line(loaded.error().front()));
  return *loaded;
}

// Pets in a collection with an id; a key is needed to change something.
inline constexpr const char* kPets = R"(openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200": {description: Pets., content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Pet"}}}}}
    post:
      operationId: createPet
      security: [{key: []}]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties: {name: {type: string, minLength: 2, maxLength: 5}, age: {type: integer, minimum: 0}}
      responses:
        "201":
          description: The pet.
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
          links: {self: {operationId: getPet, parameters: {petId: "$response.body#/id"}}}
        "400": {description: Wrong., content: {application/json: {schema: {type: object, required: [title]}}}}
        "401": {description: "Who are you?"}
  /pets/{petId}:
    get:
      operationId: getPet
      parameters: [{name: petId, in: path, required: true, schema: {type: integer}}]
      responses:
        "200": {description: The pet., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
        "404": {description: No such pet.}
    patch:
      operationId: changePet
      parameters: [{name: petId, in: path, required: true, schema: {type: integer}}]
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string, minLength: 2, maxLength: 5}}}}}
      responses:
        "200": {description: The pet., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
        "400": {description: Wrong.}
        "404": {description: No such pet.}
    delete:
      operationId: deletePet
      parameters: [{name: petId, in: path, required: true, schema: {type: integer}}]
      responses:
        "204": {description: Gone.}
        "404": {description: No such pet.}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    Pet: {type: object, required: [id, name], properties: {id: {type: integer, readOnly: true}, name: {type: string}, age: {type: integer}}}
)";

}  // namespace holotype::tester
