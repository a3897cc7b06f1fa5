// What must be true of every text for customers: its placeholders exist, have a value and can be
// written; nothing sensitive is told; and no figure that the policy owns is typed by hand. Settles
// how each placeholder is written. Load time only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/expression.hpp"
#include "base/fault.hpp"
#include "base/value.hpp"
#include "dialogs/checker/text_library.hpp"
#include "dialogs/checker/typed_scope.hpp"
#include "dialogs/flow.hpp"

namespace dialogs {

// The figures of the policy in every way people write them: "5 days" is also "five days", "5-day"
// and "5 calendar days".
class PolicyFigures {
 public:
  explicit PolicyFigures(const base::Value& policy);
  // A figure that a text states by hand: "policy.ship_within", "5 days". Of several figures with
  // the same words only the first.
  struct Stated {
    std::string path;
    std::string value;
    friend bool operator==(const Stated&, const Stated&) = default;
  };
  std::vector<Stated> stated_in(std::string_view text) const;
  // Whether policy.<path> is a length of time, such as "5 days".
  bool is_duration(std::string_view path) const;
  // What policy.<path> says in words: a text or the items of a list; empty for anything else.
  std::vector<std::string> words_at(std::string_view path) const;

 private:
  void collect(const base::Value& value, const std::string& path);

  struct Figure {
    Stated stated;
    std::vector<std::string> words;
  };
  base::Value policy_;
  std::vector<Figure> figures_;
};

class TextChecks {
 public:
  // `words`: how the languages of the profile say what the policy says in words.
  TextChecks(const PolicyFigures& figures, PolicyWords words, base::Faults& faults)
      : figures_(figures), words_(std::move(words)), faults_(faults) {}

  // `flow` gives labels of options and says what is sensitive; nothing for shared texts.
  void check(Text& text, const TypedScope& scope, const Flow* flow);

 private:
  void check_part(const Template& owner, Template::Part& part, const std::string& language,
                  const TypedScope& scope, const Flow* flow);
  void check_plural(const Template& owner, Template::Part& part, const std::string& language,
                    const TypedScope& scope, const Flow* flow);
  void say_policy_in(const std::string& language, const Template& owner, Template::Part& part);
  void check_figures(const Template& text);
  void check_languages(const Text& text);
  void check_length(const Text& text, const Template& one);
  void check_sensitive(const Template& owner, const Template::Part& part, const Flow& flow);

  const PolicyFigures& figures_;
  PolicyWords words_;
  base::Faults& faults_;
};

using SpokenNames = std::vector<std::pair<std::string, base::Type>>;

// Who says the shared texts.
struct Speakers {
  const std::string& file;       // of the default language, where what is missing is reported
  const SpokenNames& spoken;     // texts that others than the engine say, each with its names
  const SpokenNames& if_there;   // the same, of texts that a profile may lack
  bool is_complete = false;      // no text of a case but those in `spoken` is said
  const RepairSettings& repair;  // a text `handover.<queue>` for each queue that has its own
};

// Reports texts and words that the profile lacks, and checks every shared text.
void check_shared_texts(Texts& texts, const Speakers& speakers, const base::Type& policy,
                        TextChecks& checks, base::Faults& faults);

}  // namespace dialogs
