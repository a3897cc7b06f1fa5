// Pieces of JSON that several addresses of the console answer with.
#pragma once

#include "base/json.hpp"
#include "bot/access/principal.hpp"
#include "bot/http/api_parts.hpp"
#include "storage/console_rows.hpp"
#include "storage/store.hpp"

namespace bot {

// id, name, display and role, into an open object.
inline void write_staff(base::JsonWriter& json, const Staff& staff) {
  json.key("id").text(staff.id).key("name").text(staff.name).key("display").text(staff.display);
  json.key("role").text(to_string(staff.role));
}

// [{id, author, text, at}]: the author by name.
void write_notes(base::JsonWriter& json, storage::Store& store, std::string_view subject);

// Keeps a note {text} about a conversation or case.
void store_note(const ApiParts& parts, const Staff& author, std::string_view subject,
                const base::Record& body, const HttpReply& reply);

}  // namespace bot
