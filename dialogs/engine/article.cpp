#include "dialogs/engine/article.hpp"

#include "dialogs/engine/offer.hpp"
#include "dialogs/engine/token.hpp"

namespace dialogs {

namespace {

void add_person_button(Turn& turn, Reply& reply) {
  const std::uint64_t issue = turn.issue(Issue::Kind::repair, 0, "handover.");
  reply.buttons.push_back(
      turn.button(issue, kHumanButton, check_of("human"), turn.text("button.human")));
}

}  // namespace

void say_article(Turn& turn, std::string_view name) {
  turn.is_detour = true;
  if (name.empty()) return add_person_button(turn, turn.say("repair.unanswered"));
  const std::string key = "info." + std::string(name);
  Reply& reply =
      turn.say(key, {{"policy", turn.context.policy}, {"customer", turn.context.customer}});
  reply.step = "article:" + std::string(name);
  if (const Article* article = find_article(turn.program.articles, name)) {
    const FlowIndex start = turn.program.find_flow(article->start);
    if (start != kNoFlow && !is_open_task(turn, article->start)) {
      add_start_button(turn, reply, start);
    }
    if (article->offers_person) add_person_button(turn, reply);
  }
  Informed informed = turn.state().informed;
  informed.article = name;
  turn.change(SetInformed{std::move(informed)});
  turn.has_informed = true;
}

void offer_articles(Turn& turn, const std::vector<std::pair<std::string, std::string>>& others) {
  std::vector<std::pair<std::uint32_t, std::string>> buttons;
  for (const auto& [name, words] : others) {
    const bool is_there = find_article(turn.program.articles, name) != nullptr;
    if (is_there && !words.empty()) buttons.emplace_back(check_of(name), words);
  }
  if (buttons.empty()) return;
  const std::uint64_t issue = turn.issue(Issue::Kind::article, 0, turn.state().informed.article);
  Reply& reply = turn.say("repair.related");
  std::uint32_t index = 0;
  for (const auto& [check, words] : buttons) {
    reply.buttons.push_back(turn.button(issue, index++, check, words));
  }
  // Whoever finds the answer among these has not been told it yet.
  turn.has_informed = false;
}

bool choose_article(Turn& turn, std::uint32_t check) {
  for (const Article& article : turn.program.articles) {
    if (check_of(article.name) != check) continue;
    say_article(turn, article.name);
    return true;
  }
  return false;
}

void ask_helped(Turn& turn) {
  const State& state = turn.state();
  if (!turn.has_informed || state.informed.was_asked) return;
  if (state.pending || state.repair || state.awaiting || state.handover) return;
  const Article* article = find_article(turn.program.articles, state.informed.article);
  if (article == nullptr || article->offers_person) return;  // that is no answer by its own words
  Informed informed = state.informed;
  informed.was_asked = true;
  informed.is_asked_now = true;
  turn.change(SetInformed{std::move(informed)});
  const std::uint64_t issue = turn.issue(Issue::Kind::helped, 0, state.informed.article);
  Reply& reply = turn.say("repair.helped");
  reply.buttons.push_back(turn.button(issue, 0, check_of("yes"), turn.text("button.yes")));
  reply.buttons.push_back(turn.button(issue, 1, check_of("no"), turn.text("button.no")));
}

bool stop_asking_helped(Turn& turn) {
  if (!turn.state().informed.is_asked_now) return false;
  Informed informed = turn.state().informed;
  informed.is_asked_now = false;
  turn.change(SetInformed{std::move(informed)});
  return true;
}

void answer_helped(Turn& turn, YesNo answer) {
  if (answer == YesNo::yes) {
    turn.say("repair.helped_yes");
  } else {
    add_person_button(turn, turn.say("repair.helped_no"));
  }
  turn.is_detour = true;
}

}  // namespace dialogs
