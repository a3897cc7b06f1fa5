// Reads the files of a profile that say what the assistant says and does: flows, repair settings,
// contracts and texts; checks all of them and compiles them into one Program. Reads no files
// itself: the caller brings their texts. Any thread.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/fault.hpp"
#include "base/value.hpp"
#include "dialogs/flow.hpp"

namespace dialogs {

// A text that others than flows say, such as a notice of a case, with the record of names that it
// may use: it must exist, and is checked against them.
struct SpokenText {
  std::string key;  // "case.product_return.approved"
  base::Type names;
};

// A text that stands in no language file: an article, in one language. Its key begins with "info.".
struct ArticleText {
  std::string key;  // "info.ship_deadline"
  std::string language;
  std::string text;
  base::Position where;
  std::string start = {};      // start button of the flow that it leads to; may be empty
  bool offers_person = false;  // it has no answer: a person may know
};

struct Sources {
  std::vector<SourceFile> flows;  // one flow a file
  SourceFile repair;
  SourceFile contracts;
  SourceFile carriers;  // empty: only S10 is known of tracking numbers
  // One a language, named by it: "config/texts/en.yaml" is `en`. The first is the default language.
  std::vector<SourceFile> texts;
  // The figures that `policy.` names, as values and as types.
  base::Value policy;
  base::Type policy_type;
  std::vector<SpokenText> spoken;
  // The same, but a profile may lack them.
  std::vector<SpokenText> spoken_if_there = {};
  // Every text of a case (`case.`, `mail.`) that somebody says is in one of the two; any other is
  // a fault.
  bool is_spoken_complete = false;
  std::vector<ArticleText> articles;  // those in languages that have no file are left out
};

struct Loaded {
  std::shared_ptr<const Program> program;  // nothing when there are errors
  base::Faults faults;                     // of every file, sorted; may hold warnings
};

Loaded load(const Sources& sources);

}  // namespace dialogs
