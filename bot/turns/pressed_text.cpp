#include "bot/turns/pressed_text.hpp"

#include <algorithm>

#include "base/json.hpp"

namespace bot {
namespace {

using Offer = std::vector<std::pair<std::string, std::string>>;

// How far back a button may lie and still be named.
constexpr std::int64_t kMessagesSearched = 60;
constexpr std::size_t kTurnsSearched = 60;

const std::string* find_label(const Offer& offer, std::string_view token) {
  const auto found =
      std::find_if(offer.begin(), offer.end(), [&](const auto& one) { return one.first == token; });
  return found == offer.end() ? nullptr : &found->second;
}

void add_labels(Offer& offer, const base::Value& frame) {
  const auto add_all = [&](const base::Value& list) {
    if (!list.is_list()) return;
    for (const base::Value& one : list.list()) {
      const auto token = one.text_at("token");
      if (!token.empty()) offer.emplace_back(token, one.text_at("label"));
    }
  };
  add_all(frame.at("buttons"));
  if (!frame.at("cards").is_list()) return;
  for (const base::Value& card : frame.at("cards").list()) add_all(card.at("rows"));
}

// What the last messages offered, as the journal has them.
Offer offer_of_journal(const Conversation& conversation, storage::Store& store) {
  Offer offer;
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

void remember_offer(Conversation& conversation, const MessageFrame& frame, std::string_view json) {
  const bool has_rows = std::any_of(frame.cards.begin(), frame.cards.end(), [](const auto& card) {
    return std::any_of(card.rows.begin(), card.rows.end(),
                       [](const auto& row) { return !row.token.empty(); });
  });
  if (!frame.buttons.empty() || has_rows) conversation.offered = json;
}

std::string pressed_text(const Conversation& conversation, storage::Store& store,
                         const std::vector<std::string>& tokens) {
  Offer offer;
  if (const auto frame = base::parse_json(conversation.offered)) add_labels(offer, *frame);
  const bool is_newest = std::all_of(tokens.begin(), tokens.end(), [&](const auto& token) {
    return find_label(offer, token) != nullptr;
  });
  if (!is_newest) offer = offer_of_journal(conversation, store);
  std::string text;
  for (const std::string& token : tokens) {
    const std::string* label = find_label(offer, token);
    if (label == nullptr) continue;
    if (!text.empty()) text += ", ";
    text += *label;
  }
  return text;
}

}  // namespace bot
