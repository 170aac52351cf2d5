// A small API with all that resources have, for tests.
#pragma once

#include <string_view>

namespace holotype::state {

inline constexpr std::string_view kPetshop = R"(
openapi: 3.1.0
info: {title: Pet shop, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - {name: limit, in: query, schema: {type: integer, default: 3}}
        - {name: offset, in: query, schema: {type: integer}}
        - {name: kind, in: query, schema: {type: array, items: {type: string}}}
        - {name: tag, in: query, schema: {type: string}}
        - {name: sortBy, in: query, schema: {type: string, enum: [name, age]}}
        - {name: sortOrder, in: query, schema: {type: string, enum: [asc, desc]}}
      responses:
        "200":
          description: Pets
          content:
            application/json:
              schema:
                type: object
                required: [items, total]
                properties:
                  items: {type: array, items: {$ref: "#/components/schemas/Pet"}}
                  total: {type: integer}
                  next: {type: [string, "null"]}
    post:
      operationId: createPet
      requestBody:
        content: {application/json: {schema: {$ref: "#/components/schemas/NewPet"}}}
      responses:
        "201":
          description: Created
          headers: {Location: {schema: {type: string}}}
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
        "409": {description: Taken}
  /pets/{petId}:
    parameters:
      - {name: petId, in: path, required: true, schema: {type: string}}
    get:
      operationId: getPet
      responses:
        "200":
          description: The pet
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
        "404": {description: No such pet}
    patch:
      operationId: updatePet
      requestBody:
        content: {application/merge-patch+json: {schema: {$ref: "#/components/schemas/NewPet"}}}
      responses:
        "200":
          description: The pet
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
    put:
      operationId: replacePet
      requestBody:
        content: {application/json: {schema: {$ref: "#/components/schemas/NewPet"}}}
      responses:
        "200":
          description: The pet
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
    delete:
      operationId: deletePet
      responses:
        "204": {description: Gone}
  /pets/{petId}/toys:
    parameters:
      - {name: petId, in: path, required: true, schema: {type: string}}
    get:
      operationId: listToys
      responses:
        "200":
          description: Toys
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Toy"}}
    post:
      operationId: createToy
      requestBody:
        content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}
      responses:
        "201":
          description: Created
          content: {application/json: {schema: {$ref: "#/components/schemas/Toy"}}}
  /pets/{petId}/toys/{toyId}:
    parameters:
      - {name: petId, in: path, required: true, schema: {type: string}}
      - {name: toyId, in: path, required: true, schema: {type: integer}}
    get:
      operationId: getToy
      responses:
        "200":
          description: The toy
          content: {application/json: {schema: {$ref: "#/components/schemas/Toy"}}}
  /pets/{petId}/feed:
    post:
      parameters:
        - {name: petId, in: path, required: true, schema: {type: string}}
      responses: {"204": {description: Fed}}
components:
  schemas:
    NewPet:
      type: object
      properties:
        name: {type: string}
        kind: {type: string, default: cat}
        age: {type: integer, minimum: 0}
        tags: {type: array, items: {type: string}}
        owner: {type: object, properties: {name: {type: string}, city: {type: string}}}
        nickname: {type: [string, "null"]}
    Pet:
      type: object
      required: [id, name, createdAt, updatedAt]
      properties:
        id: {type: string, readOnly: true, example: pet_abc123}
        name: {type: string, maxLength: 10}
        kind: {type: string}
        age: {type: integer, minimum: 0}
        tags: {type: array, items: {type: string}}
        owner: {type: object, properties: {name: {type: string}, city: {type: string}}}
        nickname: {type: [string, "null"]}
        secret: {type: string, writeOnly: true}
        rank: {type: integer, readOnly: true}
        createdAt: {type: string, format: date-time}
        updatedAt: {type: string, format: date-time}
    Toy:
      type: object
      required: [id, name]
      properties:
        id: {type: integer}
        petId: {type: string}
        name: {type: string}
)";

}  // namespace holotype::state
