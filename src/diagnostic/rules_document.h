// Rules about the files of a description: reading them, YAML and JSON, references between them.
//
// Tests: tests/document/ (each rule is raised there by name)
#pragma once

#include "diagnostic/rule.h"

namespace holotype::diagnostic::rules {

inline constexpr Rule kDocumentUnreadable{
    "document.unreadable",
    Severity::Error,
    0,
    "OpenAPI 3.1, OpenAPI Document",
    "The file can be opened and read.",
    "Check the path, and that the file may be read by the user who runs Holotype.",
    "holotype mock no-such-file.yaml",
};
inline constexpr Rule kDocumentTooLarge{
    "document.too-large",
    Severity::Error,
    0,
    "RFC 8259, section 9",
    "The file is small enough to be held in memory.",
    "Split the description into several files, or leave out generated examples.",
    "a file of 300 MB",
};
inline constexpr Rule kDocumentEncoding{
    "document.encoding",
    Severity::Error,
    0,
    "YAML 1.2.2, section 5.2; RFC 8259, section 8.1",
    "The text is UTF-8, or UTF-16 or UTF-32 that is recognisable as such.",
    "Save the file as UTF-8.",
    "title: \\xFF",
};
inline constexpr Rule kDocumentSyntax{
    "document.syntax",
    Severity::Error,
    0,
    "YAML 1.2.2; RFC 8259",
    "The text is YAML or JSON.",
    "Correct the text at the place named. In YAML indent with spaces only, and quote a value that "
    "holds "
    "\": \" or begins with one of @ ` % & * ! | > { [.",
    "title: one: two",
};
inline constexpr Rule kDocumentFormat{
    "document.format",
    Severity::Warning,
    0,
    "RFC 8259, section 2",
    "A file named .json holds JSON.",
    "Correct the text at the place named, or rename the file to .yaml; it was read as YAML.",
    "{title: Tasks}",
};
inline constexpr Rule kDocumentSeveral{
    "document.several",
    Severity::Error,
    0,
    "YAML 1.2.2, section 9.2",
    "The file holds one YAML document.",
    "Keep one document in the file: remove what follows the second \"---\".",
    "a: 1\n---\nb: 2",
};
inline constexpr Rule kDocumentTooDeep{
    "document.too-deep",
    Severity::Error,
    0,
    "RFC 8259, section 9",
    "Arrays and objects nest at most 1,000 deep, in YAML about 500.",
    "Nest less deeply; move the inner part into a definition of its own and refer to it with $ref.",
    "[[[[...]]]]",
};
inline constexpr Rule kDocumentExpansion{
    "document.expansion",
    Severity::Error,
    0,
    "YAML 1.2.2, section 7.1",
    "Aliases repeat their anchored value a reasonable number of times.",
    "Use fewer aliases of aliases, or $ref, which is not copied.",
    "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b] # and so on",
};
inline constexpr Rule kDocumentDuplicateKey{
    "document.duplicate-key",
    Severity::Error,
    0,
    "YAML 1.2.2, section 3.2.1.3; RFC 8259, section 4",
    "A member name occurs once in an object.",
    "Remove or rename one of the two; the later one is used.",
    "title: Tasks\ntitle: Jobs",
};
inline constexpr Rule kDocumentNotJson{
    "document.not-json",
    Severity::Error,
    0,
    "OpenAPI 3.1, Format",
    "Every value has a JSON equivalent, and every key is a scalar.",
    "Write a finite number, or a string in quotes; write keys as plain text.",
    "maximum: .inf",
};
inline constexpr Rule kDocumentTag{
    "document.tag",
    Severity::Warning,
    0,
    "YAML 1.2.2, section 10.3; OpenAPI 3.1, Format",
    "A YAML tag is one of the core schema's: !!str, !!int, !!float, !!bool, !!null, !!map, !!seq.",
    "Remove the tag; the value is read as if it had none.",
    "created: !!timestamp 2024-01-15",
};
inline constexpr Rule kDocumentMerge{
    "document.merge",
    Severity::Error,
    0,
    "YAML merge key (https://yaml.org/type/merge.html)",
    "The value of a merge key << is a mapping or a list of mappings.",
    "Give an alias of a mapping, or a list of such aliases; put << in quotes where it is a plain "
    "key.",
    "<<: 5",
};
inline constexpr Rule kReferenceMalformed{
    "reference.malformed",
    Severity::Error,
    0,
    "RFC 3986, section 4.1; RFC 6901, sections 3 and 6",
    "A reference is a URI-reference whose fragment is a JSON Pointer.",
    "Write it like other.yaml#/components/schemas/Task, with ~1 for / and ~0 for ~ inside a name.",
    "$ref: \"#/a~2b\"",
};
inline constexpr Rule kReferenceUnresolved{
    "reference.unresolved",
    Severity::Error,
    0,
    "OpenAPI 3.1, Reference Object; RFC 3986, section 5",
    "A reference leads to a value that exists.",
    "Correct the reference, or add what it names.",
    "parameters: [{$ref: \"#/components/parameters/Limt\"}]",
};
inline constexpr Rule kReferenceForbidden{
    "reference.forbidden",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Security Considerations, Handling External Resources",
    "A reference stays in the folders that may be read; nothing is fetched from the network unless "
    "that is allowed.",
    "If you trust the description, allow the folder with --allow-path, or the network with "
    "--allow-remote-refs; or save what is on the network beside the description, and refer to the "
    "file.",
    "$ref: ../../../etc/passwd",
};
inline constexpr Rule kReferenceCycle{
    "reference.cycle",
    Severity::Error,
    0,
    "OpenAPI 3.1, Reference Object",
    "A chain of references ends at a value that is no reference.",
    "Replace one of the references by the value that is meant.",
    "a: {$ref: '#/b'}\nb: {$ref: '#/a'}",
};

inline constexpr const Rule* kDocumentRules[] = {
    &kDocumentUnreadable,   &kDocumentTooLarge,    &kDocumentEncoding,   &kDocumentSyntax,
    &kDocumentFormat,       &kDocumentSeveral,     &kDocumentTooDeep,    &kDocumentExpansion,
    &kDocumentDuplicateKey, &kDocumentNotJson,     &kDocumentTag,        &kDocumentMerge,
    &kReferenceMalformed,   &kReferenceUnresolved, &kReferenceForbidden, &kReferenceCycle,
};

}  // namespace holotype::diagnostic::rules
