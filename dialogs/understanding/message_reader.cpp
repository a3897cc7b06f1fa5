#include "dialogs/understanding/message_reader.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace dialogs {
namespace {

constexpr std::size_t kMaxClauses = 8;
constexpr std::size_t kMaxOptions = 3;
// An alternative that is less likely than this is no option for anybody.
constexpr double kLeastOption = 0.12;

// Chitchat beside a wish is courtesy: "hello, where is my return? thanks".
bool is_courtesy(Command::Kind kind) {
  return kind == Command::Kind::chitchat || kind == Command::Kind::hello;
}

bool is_same(const Command& a, const Command& b) {
  return a.kind == b.kind && a.name == b.name;
}

}  // namespace

MessageReader::MessageReader(std::vector<Language> languages, LanguageDetector detector,
                             IntentMap intents)
    : languages_(std::move(languages)),
      detector_(std::move(detector)),
      intents_(std::move(intents)) {
  ENSURE(!languages_.empty(), "a language to read in");
}

// A sentence, or what a connective parts: "it is broken and where is my other parcel".
std::vector<MessageReader::Clause> MessageReader::clauses_of(std::string_view text,
                                                             std::span<const TextToken> tokens,
                                                             const Lexicon& lexicon) const {
  std::vector<bool> starts(tokens.size() + 1, false);
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    const std::string_view between =
        text.substr(tokens[i - 1].end, tokens[i].begin - tokens[i - 1].end);
    const bool is_number = tokens[i - 1].has_digit && tokens[i].has_digit;
    if (!is_number && between.find_first_of(".!;,\n") != std::string_view::npos) starts[i] = true;
    if (tokens[i - 1].text == "?") starts[i] = true;
  }
  for (const LexiconMatch& match : lexicon.find(tokens)) {
    if (match.kind == "connective") starts[match.first] = true;
  }
  std::vector<Clause> clauses;
  for (std::size_t i = 0; i < tokens.size() && clauses.size() < kMaxClauses; ++i) {
    if (clauses.empty() || starts[i]) clauses.push_back({i, 0});
    ++clauses.back().count;
  }
  return clauses;
}

// Of several wishes each has what its own words name; an order and a product hold for all of them.
void MessageReader::fill(Proposal& proposal, bool is_only,
                         const std::vector<Entity>& entities) const {
  Command& command = proposal.command;
  for (const auto& [question, kind] : intents_.questions_of(command.name)) {
    std::string words;
    for (const Entity& entity : entities) {
      if (entity.kind != kind) continue;
      const bool is_inside = entity.begin >= command.begin && entity.end <= command.end;
      const bool is_shared = is_only || kind == "order" || kind == "item";
      if (!is_inside && !is_shared) continue;
      if (words.find(entity.words) != std::string::npos) continue;
      // Several products are one answer; of two of another kind ("not DHL, UPS") neither is sure.
      if (!words.empty() && kind != "item") {
        words.clear();
        break;
      }
      words += (words.empty() ? "" : ", ") + entity.words;
    }
    if (!words.empty()) command.values.emplace_back(question, words);
  }
  for (const auto& [question, words] : proposal.meaning->implied) {
    const bool is_known = std::any_of(command.values.begin(), command.values.end(),
                                      [&](const auto& one) { return one.first == question; });
    if (!is_known) command.values.emplace_back(question, words);
  }
}

void MessageReader::propose(const Classifier& classifier, const ClauseReading& reading, bool offers,
                            std::vector<Proposal>& out) const {
  const Verdict& verdict = reading.verdict;
  if (verdict.ranked.empty() || !verdict.is_in_scope) return;
  const bool is_likely = verdict.confidence >= kLikely;
  if (!is_likely && !offers) return;
  std::size_t options = 0;
  for (std::size_t i = 0; i < verdict.ranked.size() && options < kMaxOptions; ++i) {
    const RankedIntent& candidate = verdict.ranked[i];
    if (i > 0 && candidate.probability < kLeastOption) break;
    const Meaning* meaning = intents_.find(classifier.labels()[candidate.label]);
    if (meaning == nullptr || !meaning->kind) {
      if (is_likely) return;  // "yes": for the question's own parser
      continue;
    }
    Command command;
    command.kind = *meaning->kind;
    command.name = meaning->name;
    command.source = Command::Source::classifier;
    command.begin = reading.begin;
    command.end = reading.end;
    // The middle band: what is not sure enough to be done is offered, the likeliest first.
    command.confidence = i == 0 ? std::max(verdict.confidence, kPlausible) : kPlausible;
    const bool is_known = std::any_of(
        out.begin(), out.end(), [&](const Proposal& one) { return is_same(one.command, command); });
    if (!is_known) out.push_back({std::move(command), meaning});
    if (is_likely) return;
    ++options;
  }
}

// Several wishes: each clause that is sure by itself. Otherwise the message as a whole, unless it
// is one wish between greeting and thanks.
std::vector<MessageReader::Proposal> MessageReader::proposals(const Classifier& classifier,
                                                              const Understood& read) const {
  std::vector<Proposal> found;
  if (read.clauses.size() > 1) {
    for (const ClauseReading& clause : read.clauses) {
      if (clause.verdict.confidence >= kSure) propose(classifier, clause, false, found);
    }
    const std::size_t courtesies =
        std::erase_if(found, [](const Proposal& one) { return is_courtesy(one.command.kind); });
    const bool is_framed = courtesies > 0 || read.whole.verdict.confidence < kLikely;
    if (found.size() == 1 && !is_framed) found.clear();
  }
  if (found.empty()) propose(classifier, read.whole, true, found);
  return found;
}

Understood MessageReader::read(std::string_view text, const Speaker& speaker,
                               LanguageGuess guessed) const {
  Understood out;
  out.language = std::move(guessed);
  const Language& language = language_of(out.language);
  const Classifier& classifier = *language.classifier;
  const std::vector<TextToken> typed = tokenize(text);
  const std::vector<TextToken> tokens = in_cyrillic(text, typed, out.language.spelling);
  if (tokens.empty()) return out;
  out.entities = find_entities(text, tokens, *language.lexicon, speaker);
  if (const std::string order = order_of_items(out.entities, speaker); !order.empty()) {
    const auto item = std::find_if(out.entities.begin(), out.entities.end(),
                                   [](const Entity& one) { return one.kind == "item"; });
    out.entities.push_back({"order", order, item->begin, item->end, "the order of that product"});
  }
  const auto read_clause = [&](std::size_t first, std::size_t count) {
    const auto part = std::span<const TextToken>(tokens).subspan(first, count);
    ClauseReading reading{part.front().begin, part.back().end, classifier.classify(part)};
    return reading;
  };
  out.whole = read_clause(0, tokens.size());
  const auto clauses = clauses_of(text, tokens, *language.lexicon);
  for (const Clause& clause : clauses) {
    const bool is_whole = clauses.size() == 1;
    out.clauses.push_back(is_whole ? out.whole : read_clause(clause.first, clause.count));
  }
  auto found_wishes = proposals(classifier, out);
  if (found_wishes.size() > kMaxCommands) found_wishes.resize(kMaxCommands);
  for (Proposal& wish : found_wishes) {
    if (wish.command.kind == Command::Kind::start) {
      fill(wish, found_wishes.size() == 1, out.entities);
    }
    out.commands.push_back(std::move(wish.command));
  }
  return out;
}

const MessageReader::Language& MessageReader::language_of(const LanguageGuess& guess) const {
  const auto found = std::find_if(languages_.begin(), languages_.end(), [&](const Language& one) {
    return one.classifier->language() == guess.language;
  });
  return found == languages_.end() ? languages_.front() : *found;
}

AskedArticles MessageReader::articles_for(std::string_view text,
                                          const LanguageGuess& language) const {
  AskedArticles out;
  const Classifier* articles = language_of(language).articles.get();
  if (articles == nullptr) return out;
  const Verdict verdict = articles->classify(in_cyrillic(text, tokenize(text), language.spelling));
  out.asked = verdict.in_scope;
  for (const RankedIntent& one : verdict.ranked) {
    out.shares.emplace_back(articles->labels()[one.label], one.probability);
  }
  return out;
}

std::string in_own_letters(std::string_view part, std::size_t begin, const Understood& read) {
  if (read.language.spelling == Spelling::native) return std::string(part);
  const auto is_carrier = [&](const TextToken& token) {
    return std::any_of(read.entities.begin(), read.entities.end(), [&](const Entity& one) {
      return one.kind == "carrier" && one.begin <= begin + token.begin &&
             begin + token.end <= one.end;
    });
  };
  std::string out;
  for (const TextToken& token : in_cyrillic(part, tokenize(part), read.language.spelling)) {
    if (!out.empty()) out += ' ';
    out += is_carrier(token) ? part.substr(token.begin, token.end - token.begin) : token.text;
  }
  return out;
}

std::string order_of_items(const std::vector<Entity>& entities, const Speaker& speaker) {
  std::string order;
  for (const Entity& entity : entities) {
    if (entity.kind == "order") return {};
    if (entity.kind != "item") continue;
    for (const KnownItem& item : speaker.items) {
      if (!item.title.starts_with(entity.words)) continue;
      if (!order.empty() && order != item.order) return {};
      order = item.order;
    }
  }
  return order;
}

}  // namespace dialogs
