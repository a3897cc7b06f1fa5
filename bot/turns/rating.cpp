#include "bot/turns/rating.hpp"

#include <array>
#include <optional>

#include "bot/turns/notice_scope.hpp"

namespace bot {
namespace {

// A token is "rate.<score>.<kind>.<what>": kind `handover` with an epoch, kind `case` with an id.
constexpr std::string_view kMark = "rate.";
constexpr std::string_view kHandover = "handover";
constexpr std::string_view kCase = "case";
constexpr std::array<std::string_view, 5> kScores = {"very_bad", "bad", "fair", "good",
                                                     "very_good"};

std::string words_of(const RatingWords& words, const std::string& key) {
  if (words.texts.find(key) == nullptr) return {};
  const base::Record none;
  return words.texts.render(key, words.locale, NoticeScope(none, {}, {}), words.formatter);
}

RatingQuestion question(const RatingWords& words, std::string_view after, std::string_view kind,
                        std::string_view what) {
  std::string key = "rating.ask.";
  key += after;
  RatingQuestion asked{words_of(words, key), {}};
  if (asked.text.empty()) return asked;
  // The best comes first: most people press it, and it needs no search.
  for (std::size_t score = kScores.size(); score > 0; --score) {
    std::string token(kMark);
    token += std::to_string(score);
    for (const auto part : {kind, what}) token.append(".").append(part);
    std::string label("rating.score.");
    label += kScores[score - 1];
    asked.buttons.push_back({std::move(token), words_of(words, label), {}});
  }
  return asked;
}

std::string_view take_part(std::string_view& text) {
  const auto dot = text.find('.');
  const auto part = text.substr(0, dot);
  text.remove_prefix(dot == std::string_view::npos ? text.size() : dot + 1);
  return part;
}

// The person who gave the conversation back last; the trail of who did what knows.
std::string last_agent(World& world, std::string_view conversation) {
  constexpr std::string_view kStaff = "staff:";
  const auto rows = world.store.audit(conversation, "conversation.given_back", 1);
  if (rows.empty() || !rows.front().actor.starts_with(kStaff)) return {};
  return rows.front().actor.substr(kStaff.size());
}

// The row that the token asks for; nothing when it names what is not there, or not this customer's.
std::optional<storage::RatingRow> rating_of(std::string_view token, const Conversation& who,
                                            World& world) {
  if (!token.starts_with(kMark)) return std::nullopt;
  token.remove_prefix(kMark.size());
  const auto score = take_part(token);
  const auto kind = take_part(token);
  if (score.size() != 1 || score[0] < '1' || score[0] > '5') return std::nullopt;
  storage::RatingRow row;
  row.score = score[0] - '0';
  if (kind == kHandover) {
    const std::string now = std::to_string(who.owner.epoch);
    const bool is_past = !token.empty() && token.size() <= now.size() && token[0] != '0' &&
                         token.find_first_not_of("0123456789") == std::string_view::npos &&
                         (token.size() < now.size() || token <= now);
    if (!is_past) return std::nullopt;
    row.subject.append("conversation:").append(who.uuid).append(":").append(token);
    row.agent = last_agent(world, who.uuid);
    return row;
  }
  if (kind != kCase) return std::nullopt;
  const auto rated = world.store.find_case(token);
  if (!rated) return std::nullopt;
  const bool is_theirs =
      rated->customer.empty() ? rated->conversation == who.id : rated->customer == who.customer;
  if (!is_theirs) return std::nullopt;
  row.subject.append("case:").append(token);
  return row;
}

}  // namespace

RatingWords rating_words(const World& world, dialogs::Formatters& formatters,
                         const Conversation& conversation) {
  return {world.profile.program->texts, conversation.locale,
          formatters.get(conversation.locale, conversation.time_zone)};
}

RatingQuestion rate_handover(const RatingWords& words, std::int64_t epoch) {
  return question(words, "conversation", kHandover, std::to_string(epoch));
}

RatingQuestion rate_case(const RatingWords& words, std::string_view state, std::string_view id) {
  return question(words, state, kCase, id);
}

bool take_rating(Turn& turn, const dialogs::Event& event, World& world,
                 dialogs::Formatters& formatters) {
  const auto* press = std::get_if<dialogs::PressEvent>(&event);
  if (press == nullptr || press->buttons.size() != 1) return false;
  auto row = rating_of(press->buttons.front(), *turn.conversation, world);
  if (!row) return false;
  row->at = turn.now;
  turn.commit->console.ratings.push_back(std::move(*row));
  const std::string thanks =
      words_of(rating_words(world, formatters, *turn.conversation), "rating.thanks");
  if (thanks.empty()) return true;
  MessageFrame frame;
  frame.text = thanks;
  frame.step = "rating.thanks";
  frame.reply_to = turn.client_id;
  turn.say(frame);
  return true;
}

}  // namespace bot
