#include "bot/console/words.hpp"

#include "base/ids.hpp"
#include "base/text.hpp"

namespace bot {
namespace {

constexpr std::size_t kMaxNotes = 200;
constexpr std::size_t kMaxNoteCharacters = 4000;

}  // namespace

void write_notes(base::JsonWriter& json, storage::Store& store, std::string_view subject) {
  json.open_list();
  for (const auto& note : store.console().notes(subject, kMaxNotes)) {
    const auto author = store.console().staff_by_id(note.author);
    json.open_object().key("id").text(note.id);
    json.key("author").text(author ? author->display : note.author);
    json.key("text").text(note.text).key("at").text(base::to_iso(note.at)).close_object();
  }
  json.close_list();
}

void store_note(const ApiParts& parts, const Staff& author, std::string_view subject,
                const base::Record& body, const HttpReply& reply) {
  base::FieldReader fields(body);
  storage::NoteRow row;
  row.text = fields.text("text", kMaxNoteCharacters);
  if (auto error = fields.finish()) return reply(error_response(*error));
  if (!base::has_visible_character(row.text)) {
    return reply(error_response(
        {base::Code::invalid_argument, "empty", "there is nothing in the note", "text"}));
  }
  if (const auto admitted = parts.processor.admit(nullptr); !admitted) {
    return reply(error_response(admitted.error()));
  }
  row.id = base::make_uuid7(parts.world.clock.now(), parts.world.random);
  row.subject = subject;
  row.author = author.id;
  row.at = parts.world.clock.now();
  Turn turn = parts.processor.begin(nullptr);
  turn.commit->console.notes.push_back(row);
  turn.after = [reply, id = row.id](const base::Result<void>& stored) {
    if (!stored) return reply(error_response(stored.error()));
    reply(json_response(200, base::to_json(base::Record{{"id", id}})));
  };
  parts.processor.submit(std::move(turn));
}

}  // namespace bot
