#include "bot/turns/conversations.hpp"

#include <algorithm>
#include <charconv>

#include "base/check.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "bot/access/authorize.hpp"
#include "dialogs/change.hpp"

namespace bot {
namespace {

// Long conversations get a snapshot every sixteenth of their length, so that the cost of writing
// what grows with them stays the same a turn.
constexpr std::int64_t kSnapshotShare = 16;

std::optional<std::uint64_t> read_hex(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void append_hex(std::string& out, std::uint64_t value) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, value, 16).ptr;
  out.append(digits, end);
}

}  // namespace

std::uint64_t fingerprint(std::string_view client_id) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char byte : client_id) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x100000001B3ULL;
  }
  return hash;
}

std::string write_snapshot(const Conversation& conversation) {
  std::string text = dialogs::to_json(conversation.state);
  text += '\n';
  conversation.seen.for_each([&](std::uint64_t print, storage::JournalRowId row) {
    append_hex(text, print);
    text += ':';
    append_hex(text, static_cast<std::uint64_t>(row));
    text += ' ';
  });
  return text;
}

base::Result<void> read_snapshot(std::string_view text, Conversation& conversation) {
  const auto line_end = text.find('\n');
  auto state = dialogs::state_from_json(text.substr(0, line_end));
  if (!state) return state.error();
  conversation.state = std::move(*state);
  if (line_end == std::string_view::npos) return {};
  text.remove_prefix(line_end + 1);
  while (!text.empty()) {
    const auto blank = text.find(' ');
    const auto pair = text.substr(0, blank);
    text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
    const auto colon = pair.find(':');
    const auto print = read_hex(pair.substr(0, colon));
    const auto row =
        colon == std::string_view::npos ? std::nullopt : read_hex(pair.substr(colon + 1));
    if (!print || !row) {
      return base::Error{base::Code::invalid_argument, "bad_snapshot",
                         "the list of client ids in a snapshot is damaged", ""};
    }
    conversation.seen.set(*print, static_cast<storage::JournalRowId>(*row));
  }
  return {};
}

Conversation& Conversations::create(std::string_view customer, std::string_view locale) {
  auto made = std::make_unique<Conversation>();
  made->id = world_.store.allocate_conversation_id();
  made->uuid = base::make_uuid7(world_.clock.now(), world_.random);
  made->customer = customer;
  // A language that nobody wrote texts in would mix with the default one's.
  made->locale = world_.profile.program->texts.known_locale(locale);
  made->state.locale = made->locale;
  made->owner.conversation = made->id;
  made->last_used = world_.clock.now();
  describe_customer(*made);
  by_uuid_[made->uuid] = made->id;
  if (!made->customer.empty()) newest_[made->customer] = made->id;
  return *(by_id_[made->id] = std::move(made));
}

base::Result<Conversation*> Conversations::find(std::string_view uuid) {
  if (const auto known = by_uuid_.find(std::string(uuid)); known != by_uuid_.end()) {
    return by_id_.at(known->second).get();
  }
  const auto row = world_.store.find_conversation(uuid);
  if (!row) return not_found();
  return adopt(*row);
}

base::Result<Conversation*> Conversations::find(storage::ConversationId id) {
  if (const auto known = by_id_.find(id); known != by_id_.end()) return known->second.get();
  const auto row = world_.store.conversation(id);
  if (!row) return not_found();
  return adopt(*row);
}

base::Result<Conversation*> Conversations::newest_of(std::string_view customer) {
  if (const auto known = newest_.find(std::string(customer)); known != newest_.end()) {
    return by_id_.at(known->second).get();
  }
  const auto row = world_.store.open_conversation_of(customer);
  if (!row) return static_cast<Conversation*>(nullptr);
  return find(row->id);
}

Conversation* Conversations::adopt(const storage::ConversationRow& row) {
  auto made = std::make_unique<Conversation>();
  made->id = row.id;
  made->uuid = row.uuid;
  made->customer = row.customer;
  made->locale = row.locale;
  made->last_used = world_.clock.now();
  describe_customer(*made);
  load(*made);
  by_uuid_[made->uuid] = made->id;
  return (by_id_[made->id] = std::move(made)).get();
}

void Conversations::hand_to(Conversation& conversation, std::string_view customer) {
  conversation.customer = customer;
  describe_customer(conversation);
  newest_[conversation.customer] = conversation.id;
}

void Conversations::describe_customer(Conversation& conversation) const {
  conversation.time_zone = world_.profile.policy->calendar().zone;
  conversation.customer_record = base::Value();
  if (conversation.customer.empty()) return;
  base::Record record{{"id", conversation.customer}, {"signed_in", true}};
  if (const auto known = world_.shop.find_customer(conversation.customer)) {
    record["name"] = known->name;
    conversation.time_zone = known->time_zone;
  }
  conversation.customer_record = std::move(record);
}

void Conversations::load(Conversation& conversation) {
  const auto loaded = world_.store.load_conversation(conversation.id);
  if (const auto row = world_.store.conversation(conversation.id))
    conversation.locale = row->locale;
  conversation.state = dialogs::State();
  conversation.state.locale = conversation.locale;
  conversation.seen.clear();
  conversation.turn = conversation.last_seq = conversation.committed_seq = 0;
  conversation.snapshot_turn = 0;
  conversation.is_stale = false;
  conversation.recorded = {};
  conversation.owner =
      world_.store.console().owner_of(conversation.id).value_or(storage::OwnerRow());
  conversation.owner.conversation = conversation.id;
  if (!loaded) return;
  if (conversation.customer != loaded->conversation.customer) {
    // A sign-in that was not stored is none.
    newest_.erase(conversation.customer);
    conversation.customer = loaded->conversation.customer;
    describe_customer(conversation);
  }
  if (loaded->snapshot) {
    const auto read = read_snapshot(loaded->snapshot->state, conversation);
    ENSURE(read.has_value(), "a snapshot cannot be read: " + conversation.uuid);
    conversation.snapshot_turn = loaded->snapshot->turn;
  }
  for (const auto& row : loaded->rows) {
    const auto folded = dialogs::fold(conversation.state, row.change);
    ENSURE(folded.has_value(), "a journal row cannot be folded: " + conversation.uuid);
    if (!row.client_id.empty()) conversation.seen.set(fingerprint(row.client_id), row.id);
  }
  // The customer may have changed the language since the conversation began.
  conversation.locale = conversation.state.locale;
  conversation.turn = loaded->turn;
  conversation.last_seq = conversation.committed_seq = loaded->last_seq;
}

bool Conversations::refresh(Conversation& conversation) {
  if (!conversation.is_stale) return true;
  if (conversation.commits_in_flight > 0) return false;
  load(conversation);
  return true;
}

void Conversations::discard(Conversation& conversation) {
  by_uuid_.erase(conversation.uuid);
  if (const auto known = newest_.find(conversation.customer);
      known != newest_.end() && known->second == conversation.id) {
    newest_.erase(known);
  }
  by_id_.erase(conversation.id);
}

void Conversations::let_go_of_idle(base::Duration idle, std::size_t max) {
  std::vector<Conversation*> idle_ones;
  const auto now = world_.clock.now();
  for (auto& [id, conversation] : by_id_) {
    if (conversation->listeners.empty() && conversation->commits_in_flight == 0) {
      idle_ones.push_back(conversation.get());
    }
  }
  std::sort(idle_ones.begin(), idle_ones.end(),
            [](const Conversation* left, const Conversation* right) {
              return left->last_used < right->last_used;
            });
  for (Conversation* conversation : idle_ones) {
    if (conversation->last_used + idle > now && by_id_.size() <= max) return;
    discard(*conversation);
  }
}

std::optional<storage::Snapshot> Conversations::due_snapshot(
    const Conversation& conversation) const {
  if (conversation.commits_in_flight > 0) return std::nullopt;
  const std::int64_t since = conversation.turn - conversation.snapshot_turn;
  const std::int64_t wanted =
      std::max(world_.profile.settings.snapshot_every_turns, conversation.turn / kSnapshotShare);
  if (since < wanted) return std::nullopt;
  return storage::Snapshot{conversation.id, conversation.turn, write_snapshot(conversation)};
}

}  // namespace bot
