#include "tests/exploration/text_coverage.hpp"

#include <algorithm>

namespace tests {
namespace {

using namespace dialogs;

// The plain pieces of a template with something to read in them.
std::vector<std::string> fixed_words(const Template& text) {
  std::vector<std::string> pieces;
  for (const auto& part : text.parts) {
    const bool is_plain = !part.value && part.head.empty();
    const bool is_readable = std::any_of(part.text.begin(), part.text.end(), [](char c) {
      return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') ||
             (c >= 'A' && c <= 'Z');
    });
    if (is_plain && is_readable) pieces.push_back(part.text);
  }
  return pieces;
}

bool has_in_order(const std::string& said, const std::vector<std::string>& pieces) {
  std::size_t from = 0;
  for (const auto& piece : pieces) {
    const auto at = said.find(piece, from);
    if (at == std::string::npos) return false;
    from = at + piece.size();
  }
  return true;
}

void add_question(const Question& question, const auto& add) {
  for (const auto* text : {&question.text, &question.label, &question.why, &question.reworded,
                           &question.item, &question.hint}) {
    add(*text);
  }
  for (const auto& option : question.options) add(option.label);
  if (question.optional) add(question.optional->label);
  for (const auto& check : question.checks) {
    add(check.say);
    for (const auto& offer : check.offers) add(offer.label);
  }
}

}  // namespace

TextCoverage::TextCoverage(const Program& program) {
  const auto take = [&](const Text& text) { add(text); };
  for (const Flow& flow : program.flows) {
    add(flow.title);
    add(flow.starts.label);
    add(flow.requires_say);
    for (const Step& step : flow.steps) {
      if (const auto* say = step.as<SayStep>()) add(say->text);
      if (const auto* ask = step.as<AskStep>()) add_question(ask->question, take);
      if (const auto* handover = step.as<HandoverStep>()) add(handover->say);
      const auto* review = step.as<ReviewStep>();
      if (review == nullptr) continue;
      add(review->text);
      add(review->confirm);
    }
  }
  for (const auto& key : program.texts.keys()) {
    if (!key.starts_with("case.")) add(*program.texts.find(key));
  }
}

void TextCoverage::add(const Text& text) {
  if (!text.empty()) texts_[text.key] = &text;
}

void TextCoverage::note(const Reply& reply, const std::string& language) {
  auto& said = said_[language];
  said.insert(reply.text);
  for (const auto& button : reply.buttons) {
    said.insert(button.label);
    said.insert(button.hint);
  }
  for (const auto& card : reply.cards) {
    for (const auto& row : card.rows) {
      said.insert(row.label);
      said.insert(row.value);
    }
  }
}

std::vector<TextSeen> TextCoverage::result() const {
  std::vector<TextSeen> all;
  for (const auto& [key, text] : texts_) {
    TextSeen seen{key, text->languages.front().second.where, {}};
    bool can_be_told = false;
    for (const auto& [language, said] : said_) {
      const auto pieces = fixed_words(text->in(language));
      can_be_told = can_be_told || !pieces.empty();
      const bool is_seen = std::any_of(said.begin(), said.end(), [&](const std::string& one) {
        return has_in_order(one, pieces);
      });
      if (is_seen) seen.languages.insert(language);
    }
    if (can_be_told) all.push_back(std::move(seen));
  }
  return all;
}

}  // namespace tests
