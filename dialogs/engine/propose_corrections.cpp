// "Actually 2", "not damaged but does not fit", "does not fit instead of damaged", "change the
// reason to damaged", "not John": corrections as people write them, in the words of each language
// (`words:` actually, not, but, instead_of, change, to).
#include <algorithm>

#include "base/text.hpp"
#include "dialogs/engine/answer.hpp"
#include "dialogs/engine/clauses.hpp"
#include "dialogs/engine/options.hpp"
#include "dialogs/engine/propose.hpp"
#include "dialogs/engine/targets.hpp"
#include "dialogs/parsers/words.hpp"

namespace dialogs {

namespace {

constexpr auto npos = std::string_view::npos;
// A guess from the value alone is a little less sure than a named question.
constexpr double kByValue = 0.85;

// No correction looks further back than this.
constexpr std::size_t kMaxLookedAt = 40;

struct Found {
  std::size_t at = npos;
  std::size_t size = 0;
  explicit operator bool() const { return at != npos; }
  std::size_t end() const { return at + size; }
};

class Reader {
 public:
  Reader(const Turn& turn, const Clause& clause) : turn_(turn), clause_(clause) {}

  std::vector<Command> read() {
    std::string_view text = clause_.folded;
    const bool is_led = strip_leads(text);
    const Found change = first_of("change", text);
    const Found instead = first_of("instead_of", text);
    const Found no = first_of("not", text);
    if (!is_led && !change && !instead && !no) return {};
    answered_ = answered_places(turn_);
    if (answered_.size() > kMaxLookedAt) answered_.resize(kMaxLookedAt);
    if (answered_.empty()) return {};
    if (instead && replace(text.substr(0, instead.at), text.substr(instead.end()))) return found_;
    const std::string_view rest = change ? text.substr(change.end()) : text;
    if ((change || is_led) && by_label(rest)) return found_;
    if ((change || is_led) && by_value(rest)) return found_;
    // "It does not fit" may say what is answered already, and denies nothing.
    if (no && !says_any_value(text)) by_denial(text, no);
    return found_;
  }

 private:
  const std::vector<std::string>& words(std::string_view list) const {
    return turn_.program.texts.words(list, turn_.context.locale);
  }

  // The first of the words of that list that is in the text; the longest of those at one place.
  Found first_of(std::string_view list, std::string_view text) const {
    Found best;
    for (const std::string& word : words(list)) {
      const std::size_t at = find_words(text, word);
      if (at == npos) continue;
      if (!best || at < best.at || (at == best.at && word.size() > best.size)) {
        best = {at, word.size()};
      }
    }
    return best;
  }

  static std::string_view trimmed(std::string_view text) {
    while (!text.empty() && std::string_view(" ,.;:-").find(text.front()) != npos) {
      text.remove_prefix(1);
    }
    while (!text.empty() && std::string_view(" ,.;:-").find(text.back()) != npos) {
      text.remove_suffix(1);
    }
    return text;
  }

  // Takes "actually", "sorry, i meant" off both ends; whether there was one.
  bool strip_leads(std::string_view& text) const {
    bool is_led = false;
    for (bool goes_on = true; goes_on;) {
      goes_on = false;
      for (const std::string& word : words("actually")) {
        const std::string_view now = trimmed(text);
        const bool is_front = find_words(now, word) == 0;
        const std::size_t last = now.size() < word.size() ? npos : now.size() - word.size();
        const bool is_back = last != npos && last > 0 && find_words(now, word, last) == last;
        if (!is_front && !is_back) continue;
        text = trimmed(is_front ? now.substr(word.size()) : now.substr(0, last));
        is_led = goes_on = true;
      }
    }
    return is_led;
  }

  OpenQuestion question(const Target& target) const {
    const Frame& frame = *turn_.frame(target.run);
    return question_at(turn_, frame, *turn_.flow_of(frame), target.place);
  }

  const base::Value& value_of(const Target& target) const {
    const OpenQuestion open = question(target);
    return open.frame->find_answer(path_prefix(*open.flow, target.place.loops) + open.ask->name)
        ->value;
  }

  // What the question's parser makes of the words; nothing unless it takes them all.
  std::optional<base::Value> parse(const Target& target, std::string_view text) const {
    std::string limit;
    const Parsed parsed = parse_reply(turn_, question(target), text, limit);
    return parsed.fit == Fit::whole ? std::optional(parsed.value) : std::nullopt;
  }

  // Whether the words say what is answered now: by their meaning, or by what is shown of it.
  bool says_value(const Target& target, std::string_view text) const {
    text = trimmed(skip_courtesy(text));
    if (text.size() < 2 && !(text.size() == 1 && is_digit(text[0]))) return false;
    const OpenQuestion open = question(target);
    if (open.ask->question.type == QuestionType::files || open.ask->question.sensitive) {
      return false;
    }
    const base::Value& value = value_of(target);
    if (value.is_nothing()) return false;
    if (open.ask->question.type != QuestionType::text) {
      const auto parsed = parse(target, text);
      if (parsed && *parsed == value) return true;
    }
    const std::string shown =
        base::fold(display(turn_, *open.flow, *open.frame, target.place, value));
    return shown == text || (text.size() > 2 && find_words(shown, text) != npos);
  }

  // The same part of the clause as it was written, with its capital letters.
  std::string as_written(std::string_view part) const {
    const std::string& folded = clause_.folded;
    const auto at = static_cast<std::size_t>(part.data() - folded.data());
    std::vector<std::string_view> written;
    for (std::string_view rest = clause_.text; !rest.empty();) {
      const auto blank = rest.find_first_of(" \t\r\n");
      if (blank != 0) written.push_back(rest.substr(0, blank));
      rest.remove_prefix(blank == npos ? rest.size() : blank + 1);
    }
    const auto blanks = [&](std::size_t from, std::size_t to) {
      return static_cast<std::size_t>(std::count(folded.begin() + static_cast<std::ptrdiff_t>(from),
                                                 folded.begin() + static_cast<std::ptrdiff_t>(to),
                                                 ' '));
    };
    const std::size_t first = blanks(0, at);
    const std::size_t last = first + blanks(at, at + part.size());
    const bool is_same = blanks(0, folded.size()) + 1 == written.size();
    if (part.empty() || !is_same || last >= written.size()) return std::string(part);
    const auto begin = written[first].data();
    const std::string_view taken(
        begin, static_cast<std::size_t>(written[last].data() - begin) + written[last].size());
    return base::fold(taken) == part ? std::string(trimmed(taken)) : std::string(part);
  }

  void propose(const Target& target, std::optional<std::string> words, double confidence,
               bool is_item_known) {
    const OpenQuestion open = question(target);
    Command command;
    command.kind = Command::Kind::correct;
    command.name = open.ask->name;
    if (is_item_known && !target.place.loops.empty()) {
      command.item = std::to_string(target.place.loops.back().item + 1);
    }
    command.words = std::move(words);
    command.confidence = confidence;
    command.begin = clause_.begin;
    command.end = clause_.end;
    found_.push_back(std::move(command));
  }

  // "not X but Y", "not X", "Y, not X".
  bool by_denial(std::string_view text, const Found& no) {
    const std::string_view before = trimmed(text.substr(0, no.at));
    const std::string_view after = text.substr(no.end());
    if (const Found but = first_of("but", after)) {
      return replace(after.substr(but.end()), after.substr(0, but.at));
    }
    if (!trimmed(skip_courtesy(before)).empty() && replace(before, after)) return true;
    return trimmed(skip_courtesy(before)).empty() && replace({}, after);
  }

  // The answer that is `old_words` becomes `new_words`, or is asked again when there are none.
  bool replace(std::string_view new_words, std::string_view old_words) {
    new_words = trimmed(new_words);
    std::vector<const Target*> meant;
    for (const Target& target : answered_) {
      if (!meant.empty() && meant.front()->run != target.run) break;
      if (says_value(target, old_words)) meant.push_back(&target);
    }
    if (meant.empty()) return false;
    const Target& target = *meant.front();
    const bool is_one = std::count_if(meant.begin(), meant.end(), [&](const Target* one) {
                          return one->place.step == target.place.step;
                        }) == 1;
    if (new_words.empty()) {
      propose(target, std::nullopt, 1.0, is_one);
    } else {
      propose(target, as_written(new_words), 1.0, is_one);
    }
    return true;
  }

  // "the reason to damaged", "lamp pieces is 2", "my name".
  bool by_label(std::string_view text) {
    for (const Target& target : answered_) {
      const OpenQuestion open = question(target);
      const FrameScope scope(turn_.context, *open.flow, *open.frame, target.place.loops);
      const std::string label = base::fold(turn_.render(open.ask->question.label, scope));
      const std::size_t at = find_words(text, label);
      if (label.size() < 2 || at == npos) continue;
      std::string_view rest = trimmed(text.substr(at + label.size()));
      if (const Found to = first_of("to", rest); to && to.at == 0) rest = rest.substr(to.end());
      rest = trimmed(rest);
      const std::string item = base::fold(item_name(turn_, target));
      const bool is_named = !item.empty() && find_words(text, item) != npos;
      const bool is_other_named =
          !is_named && std::any_of(answered_.begin(), answered_.end(), [&](const Target& other) {
            const std::string name = base::fold(item_name(turn_, other));
            return other.place.step == target.place.step && !name.empty() &&
                   find_words(text, name) != npos;
          });
      if (is_other_named) continue;
      propose(target, rest.empty() ? std::nullopt : std::optional(as_written(rest)), 1.0, is_named);
      return true;
    }
    return false;
  }

  bool says_any_value(std::string_view text) const {
    return std::any_of(answered_.begin(), answered_.end(), [&](const Target& target) {
      const auto value = is_closed(target) ? parse(target, text) : std::nullopt;
      return value && *value == value_of(target);
    });
  }

  bool is_closed(const Target& target) const {
    const QuestionType type = question(target).ask->question.type;
    return type != QuestionType::text && type != QuestionType::files;
  }

  // "2", "does not fit": the newest answer of which the words make a good one.
  bool by_value(std::string_view text) {
    if (const Found to = first_of("to", text); to && to.at == 0) text = text.substr(to.end());
    text = trimmed(text);
    if (text.empty()) return false;
    for (const Target& target : answered_) {
      if (!is_closed(target) || !parse(target, text)) continue;
      propose(target, as_written(text), kByValue, false);
      return true;
    }
    return false;
  }

  const Turn& turn_;
  const Clause& clause_;
  std::vector<Target> answered_;
  std::vector<Command> found_;
};

}  // namespace

std::vector<Command> propose_corrections(const Turn& turn, const Clause& clause) {
  if (turn.state().frames.empty()) return {};
  return Reader(turn, clause).read();
}

}  // namespace dialogs
