// What each verb of the repair matrix does to a conversation whose question is open, and what must
// be true afterwards. Works on copies: the opening stays as it is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/exploration/matrix.hpp"

namespace tests {

class RepairMoves {
 public:
  RepairMoves(const Opening& opening, std::string language);

  Cell valid();
  Cell invalid();
  Cell correct();
  Cell back();
  Cell cancel();
  Cell skip();
  Cell info_detour();
  Cell task_detour();
  Cell silence();
  Cell resend();
  Cell crash();

  // What was done and said so far, for a cell in which a promise was broken.
  const std::string& played() const { return played_; }

 private:
  // The first word of a list of texts/<language>.yaml, such as "cancel".
  std::string word(std::string_view list) const;
  bool say(std::string text);
  bool play(Move move);
  const dialogs::Question* question() const;  // nothing for a review
  bool takes_every_word() const;
  const dialogs::Question* question_of(const std::string& path) const;
  // What would change an answer of the same task given before.
  std::vector<Move> corrections_of(const dialogs::Answer& answer) const;
  std::optional<Move> other_button(const dialogs::Answer& answer) const;
  // Nothing for what cannot be said in words, such as files.
  std::optional<std::string> other_words(const dialogs::Answer& answer) const;
  Cell correct_answer(const dialogs::Answer& answer, const Move& move);
  Cell lead_back(std::string_view after);
  bool place_is_reachable() const;
  Cell begin_anew();
  // Says yes while the bot asks a question of its own, at most a few times.
  void agree();
  // The question is open as it was, with every answer that was given.
  Cell same_place(std::string_view after);
  Cell held(std::string note = {}) const;
  Cell does_not_apply(std::string why) const;
  Cell broken(std::string why) const;

  const Opening& opening_;
  std::string language_;
  Talk talk_;
  dialogs::Pending asked_;
  std::map<std::string, base::Value> given_;
  std::string played_;  // the moves, for a broken cell
};

}  // namespace tests
