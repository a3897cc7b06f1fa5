// The language files of a profile while it is being checked: `texts:` shared by all flows, `flows:`
// that overlay the inline texts of a flow, `words:` that customers type, `phrases:` with which they
// begin a flow, `policy:` what the policy says in words, `formats:` of dates. Makes the Texts of
// the program and the Text of every step, in all languages. Load time only.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fault.hpp"
#include "base/yaml.hpp"
#include "dialogs/contract.hpp"
#include "dialogs/template.hpp"
#include "dialogs/texts.hpp"

namespace dialogs {

// By language: what the policy says in words ("a few days"), with its own words for it.
using PolicyWords =
    std::vector<std::pair<std::string, std::vector<std::pair<std::string, std::string>>>>;

class TextLibrary {
 public:
  explicit TextLibrary(base::Faults& faults) : faults_(faults) {}

  // Reads one language; the first file added is the default language.
  void add(const SourceFile& file);

  // A shared text from elsewhere; nothing happens when the language has no file.
  void add_article(const std::string& key, const std::string& language, const std::string& text,
                   const base::Position& where);

  // "en"; empty without any file.
  const std::string& default_language() const;

  // The text of a flow: what is written inline in the default language (`inline_text` may be
  // nothing), with the overlay of each language file. Warns about a language that lacks it. Empty
  // when no language has it.
  Text flow_text(const std::string& key, const std::string* inline_text,
                 const base::Position& where);

  // Folded phrases of every language that begin this flow, beside those in the flow itself.
  std::vector<std::string> phrases_of(std::string_view flow);
  PolicyWords policy_words() const;

  // The flow's file cannot be read, which was told: its overlays are no faults of their own.
  void leave_out(std::string flow) { unread_flows_.insert(std::move(flow)); }
  // The shared texts, words and formats. Reports overlays that no flow asked for.
  Texts finish();

 private:
  struct Entry {
    std::string text;
    base::Position where;
    bool is_used = false;
  };
  using Entries = std::map<std::string, Entry, std::less<>>;
  struct Phrases {
    std::string flow;
    std::vector<std::string> words;
    base::Position where;
    bool is_used = false;
  };
  struct Language {
    std::string name;
    Entries shared;
    Entries flows;
    std::vector<WordList> words;
    std::vector<Phrases> phrases;
    std::vector<std::pair<std::string, std::string>> policy_words;
    base::Position words_where;
    DateFormats formats;
  };

  void read_entries(const base::YamlNode& node, const std::string& file, const std::string& prefix,
                    Entries& entries);
  void read_words(const base::YamlNode& node, const std::string& file, Language& language);
  void read_policy_words(const base::YamlNode& node, const std::string& file, Language& language);
  void read_phrases(const base::YamlNode& node, const std::string& file, Language& language);
  void add_language(Text& text, const std::string& language, const std::string& source,
                    const base::Position& where);
  void check_reserved(const WordList& list, const base::Position& where, const Language& language);
  void check_words(const Language& language, const Language& first);
  void report_unused(const Language& language);

  base::Faults& faults_;
  std::vector<Language> languages_;
  std::vector<std::string> known_flow_keys_;
  std::set<std::string, std::less<>> unread_flows_;
};

// The text of a node without trailing line ends (blocks have one); a fault when it is no text.
std::optional<std::string> customer_text(const base::YamlNode& node, const std::string& file,
                                         base::Faults& faults);
// A phrase ready to be looked for: folded; a `*` at its end, for any ending of the last word,
// stays.
std::string fold_phrase(std::string_view phrase);
// Where the text of a node begins.
base::Position text_position(const base::YamlNode& node, const std::string& file);

}  // namespace dialogs
