#include "bot/turns/pressed_text.hpp"

#include <algorithm>
#include <optional>

#include "base/json.hpp"

namespace bot {
namespace {

// How far back a button may lie and still be named.
constexpr std::int64_t kMessagesSearched = 60;
constexpr std::size_t kTurnsSearched = 60;

// An offer is one text, "token NUL label NUL" for each button: neither holds a NUL, and the memory
// of the offer before is used again.
void add_label(std::string& offer, std::string_view token, std::string_view label) {
  if (token.empty()) return;
  offer.append(token).push_back('\0');
  offer.append(label).push_back('\0');
}

std::string_view take_part(std::string_view& offer) {
  const auto end = offer.find('\0');
  const auto part = offer.substr(0, end);
  offer.remove_prefix(end == std::string_view::npos ? offer.size() : end + 1);
  return part;
}

std::optional<std::string_view> find_label(std::string_view offer, std::string_view token) {
  while (!offer.empty()) {
    const auto known = take_part(offer);
    const auto label = take_part(offer);
    if (known == token) return label;
  }
  return std::nullopt;
}

void add_labels(std::string& offer, const base::Value& frame) {
  const auto add_all = [&](const base::Value& list) {
    if (!list.is_list()) return;
    for (const base::Value& one : list.list()) {
      add_label(offer, one.text_at("token"), one.text_at("label"));
    }
  };
  add_all(frame.at("buttons"));
  if (!frame.at("cards").is_list()) return;
  for (const base::Value& card : frame.at("cards").list()) add_all(card.at("rows"));
}

// What the last messages offered, as the journal has them.
std::string offer_of_journal(const Conversation& conversation, storage::Store& store) {
  std::string offer;
  const std::int64_t after = std::max<std::int64_t>(0, conversation.last_seq - kMessagesSearched);
  for (const auto& row : store.messages_after(conversation.id, after, kTurnsSearched)) {
    std::string_view output = row.output;
    while (!output.empty()) {
      const auto end = output.find('\n');
      if (const auto frame = base::parse_json(output.substr(0, end))) add_labels(offer, *frame);
      output.remove_prefix(end == std::string_view::npos ? output.size() : end + 1);
    }
  }
  return offer;
}

}  // namespace

void remember_offer(Conversation& conversation, const MessageFrame& frame) {
  const bool has_rows = std::any_of(frame.cards.begin(), frame.cards.end(), [](const auto& card) {
    return std::any_of(card.rows.begin(), card.rows.end(),
                       [](const auto& row) { return !row.token.empty(); });
  });
  if (frame.buttons.empty() && !has_rows) return;
  std::string& offer = conversation.offered;
  offer.clear();
  for (const auto& button : frame.buttons) add_label(offer, button.token, button.label);
  for (const auto& card : frame.cards) {
    for (const auto& row : card.rows) add_label(offer, row.token, row.label);
  }
}

std::string pressed_text(const Conversation& conversation, storage::Store& store,
                         const std::vector<std::string>& tokens) {
  const bool is_newest = std::all_of(tokens.begin(), tokens.end(), [&](const auto& token) {
    return find_label(conversation.offered, token).has_value();
  });
  const std::string older = is_newest ? std::string() : offer_of_journal(conversation, store);
  std::string text;
  for (const std::string& token : tokens) {
    const auto label = find_label(is_newest ? conversation.offered : older, token);
    if (!label) continue;
    if (!text.empty()) text += ", ";
    text += *label;
  }
  return text;
}

}  // namespace bot
