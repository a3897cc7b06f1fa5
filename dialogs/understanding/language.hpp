// In which of the profile's languages a message is written, and how it is spelled: learned from the
// letter groups of the training phrases, so that a profile's own words decide and Russian typed in
// Latin letters or on an English keyboard is known as Russian. Pure; immutable once built: any
// thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dialogs/understanding/tokens.hpp"
#include "dialogs/understanding/training_set.hpp"

namespace dialogs {

struct LanguageGuess {
  std::string language;  // empty when the profile has none
  Spelling spelling = Spelling::native;
  double margin = 0;  // how much likelier than the next language, in nats
  std::size_t letters = 0;

  // Enough evidence to change the language of a conversation: ten letters and no doubt.
  bool is_clear() const { return letters >= 10 && margin >= 8 && spelling != Spelling::keyboard; }
};

class LanguageDetector {
 public:
  LanguageDetector() = default;
  explicit LanguageDetector(const std::vector<TrainingSet>& sets);

  // `usual`: the language of the conversation, which wins while the evidence is thin.
  LanguageGuess guess(std::string_view text, std::string_view usual) const;

 private:
  struct Variant {
    std::string language;
    Spelling spelling = Spelling::native;
    double grams = 0;
  };

  using Groups = std::unordered_map<std::uint64_t, std::vector<double>>;

  void learn(std::string_view text, std::size_t variant, Groups& counts);
  void weigh(const Groups& counts);

  std::vector<Variant> variants_;
  // How likely a letter group is in each variant, as logarithms, one row of variants_.size() a
  // group; the first row is of groups that no phrase has.
  std::vector<float> weights_;
  std::unordered_map<std::uint64_t, std::uint32_t> rows_;  // where a group's row begins
};

}  // namespace dialogs
