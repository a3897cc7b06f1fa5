#include "knowledge/answer_finder.hpp"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/text.hpp"
#include "knowledge/language_index.hpp"
#include "knowledge/library.hpp"

namespace knowledge {
namespace {

// Chosen on questions of articles that were taught without them (`./dev bench articles`);
// docs/knowledge.md tells how.
constexpr double kGiven = 0.50;    // from here on an article is given
constexpr double kCertain = 0.92;  // below, others are offered beside it
constexpr double kLeast = 0.08;    // less is no candidate
// Without another reader the score alone tells what is no question for the articles.
constexpr double kSureAlone = 0.42;   // from here on an article is given
constexpr double kLeastAlone = 0.32;  // from here on it is, when it stands out from the next
constexpr double kStandsOut = 1.2;
constexpr double kFigureAlone =
    0.5;  // an article with a figure that people mix up only from here on
constexpr double kPlausibleAlone = 0.22;  // from here on it is offered
constexpr double kAsksShare = 0.9;        // an article with an answer goes before one that asks
constexpr double kWordingShare = 0.65;    // what the nearest question of an article counts
constexpr double kTextShare = 0.35;       // what all that the article says counts
constexpr double kOwnShare = 0.40;      // of the former: how much of the nearest question was asked
constexpr double kOpinionShare = 0.30;  // what it counts that another reader is certain
constexpr double kAlone = 1.68;         // without another reader, what is found here counts so much
constexpr double kRival = 0.86;         // so near to the best, another article is as likely
constexpr double kRivalAlone = 0.92;    // nearer, when nobody else is asked
constexpr double kExact = 0.9;          // from here on the question is one of the article's own
constexpr double kSameTopic = 1.45;     // a follow-up stays with the topic
constexpr double kOtherWorld = 0.80;    // the conversation is about the other set of rules
constexpr double kPlaceYields = 1.04;   // an article this sure is not about the place
constexpr double kWidePlaceYields = 0.5;  // nor about a whole city or region
constexpr std::size_t kFewWords = 3;      // a question so short may lean on the one before
constexpr std::size_t kMaxOptions = 3;
constexpr std::size_t kMaxOthers = 2;
constexpr std::size_t kMaxCandidates = 5;

// That the best one is right: a logistic regression on 6,034 such questions, with two readers.
double certainty_of(double score, double next, double opinion) {
  const double ratio = next / std::max(score, 0.01);
  return 1 / (1 + std::exp(-(1.95 * score - 2.58 * ratio + 1.96 * opinion + 0.80)));
}

// The search alone is sure or it is not.
double certainty_alone(double score, double next) {
  return score >= kSureAlone || (score >= kLeastAlone && score >= kStandsOut * next) ? 1 : 0;
}

struct Scored {
  std::uint32_t article = 0;
  double wording = 0;
  double text = 0;
  double opinion = 0;
  std::uint32_t nearest = 0;  // passage
  double score = 0;
};

LanguageWords::Script script_of(std::string_view text) {
  std::size_t latin = 0;
  std::size_t cyrillic = 0;
  while (!text.empty()) {
    const base::Character next = base::first_character(text);
    text.remove_prefix(std::max<std::size_t>(1, next.bytes));
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(static_cast<UChar32>(next.code), &status);
    latin += script == USCRIPT_LATIN ? 1 : 0;
    cyrillic += script == USCRIPT_CYRILLIC ? 1 : 0;
  }
  return cyrillic >= latin ? LanguageWords::Script::cyrillic : LanguageWords::Script::latin;
}

double opinion_of(const Article& article, std::span<const Opinion> opinions) {
  const auto found = std::find_if(opinions.begin(), opinions.end(),
                                  [&](const Opinion& one) { return one.article == article.id; });
  return found == opinions.end() ? 0 : found->share;
}

bool has_letter(std::string_view text) {
  while (!text.empty()) {
    const base::Character next = base::first_character(text);
    if (next.bytes != 0 && u_isalpha(static_cast<UChar32>(next.code)) != 0) return true;
    text.remove_prefix(std::max<std::size_t>(1, next.bytes));
  }
  return false;
}

}  // namespace

std::string_view to_string(Answer::Kind kind) {
  switch (kind) {
    case Answer::Kind::article:
      return "article";
    case Answer::Kind::unclear:
      return "unclear";
    case Answer::Kind::unsure:
      return "unsure";
  }
  return "unsure";
}

struct AnswerFinder::Impl {
  Impl(std::shared_ptr<const Library> all, const IndexCache& cache) : library(std::move(all)) {
    for (const LanguageWords& words : library->languages) {
      indexes.push_back(std::make_unique<LanguageIndex>(*library, words, cache));
    }
    for (const Article& article : library->articles) confused.push_back(confusables_of(article));
  }

  // The figures of groups that people mix up, as "group/figure".
  std::set<std::string> confusables_of(const Article& article) const {
    std::set<std::string> found;
    for (const std::string& figure : figures_named_in(article.pages.front().text)) {
      for (const Confusable& group : library->confusables) {
        const auto& all = group.figures;
        if (std::find(all.begin(), all.end(), figure) != all.end()) {
          found.insert(group.name + "/" + figure);
        }
      }
    }
    return found;
  }

  const LanguageIndex& index_for(const Question& question) const {
    const auto script = script_of(question.text);
    const LanguageIndex* same_script = nullptr;
    for (const auto& one : indexes) {
      const LanguageWords& words = one->analyzer.words();
      if (words.script != script) continue;
      if (question.language.starts_with(words.language)) return *one;
      if (same_script == nullptr) same_script = one.get();
    }
    return same_script != nullptr ? *same_script : *indexes.front();
  }

  // Articles that share a word with the question, the best first, and the score of the nearest
  // question that no article answers.
  std::pair<std::vector<Scored>, double> score(const LanguageIndex& index, const Question& question,
                                               const Terms& terms, World world) const;
  void lean_on_previous(std::vector<Scored>& scored, const Question& question,
                        const Analyzer& analyzer, const Terms& terms) const;
  bool is_rival(const Scored& best, const Scored& other, World world, bool is_alone) const;
  bool decide(Answer& answer, const std::vector<Scored>& scored, World world, bool is_alone) const;

  std::shared_ptr<const Library> library;
  std::vector<std::unique_ptr<LanguageIndex>> indexes;
  std::vector<std::set<std::string>> confused;  // by article
};

std::pair<std::vector<Scored>, double> AnswerFinder::Impl::score(const LanguageIndex& index,
                                                                 const Question& question,
                                                                 const Terms& terms,
                                                                 World world) const {
  std::vector<Scored> all(library->articles.size() + 1);
  for (const PassageIndex::Hit& hit : index.index.search(terms)) {
    Scored& one = all[index.index.owner(hit.passage)];
    if (index.searched[hit.passage].is_whole) {
      one.text = hit.score;
      continue;
    }
    const double wording = hit.score * (1.0 - kOwnShare + kOwnShare * hit.covered);
    if (wording > one.wording) {
      one.wording = wording;
      one.nearest = hit.passage;
    }
  }
  std::vector<Scored> scored;
  const double weight = question.opinions.empty() ? kAlone : 1.0;
  const double unanswered = weight * all.back().wording;
  for (std::uint32_t at = 0; at < library->articles.size(); ++at) {
    const Article& article = library->articles[at];
    Scored one = all[at];
    one.opinion = opinion_of(article, question.opinions);
    if (article.kind == Article::Kind::place || one.wording + one.opinion <= 0) continue;
    one.article = at;
    one.score = weight * (kWordingShare * one.wording + kTextShare * one.text) +
                kOpinionShare * one.opinion;
    if (article.kind == Article::Kind::asks) one.score *= kAsksShare;
    const bool is_other = article.world != World::any;
    // What the question says itself decides; what the conversation is about only leans.
    if (is_other && world != World::any && article.world != world) continue;
    if (is_other && world == World::any && question.world != World::any &&
        article.world != question.world) {
      one.score *= kOtherWorld;
    }
    scored.push_back(one);
  }
  lean_on_previous(scored, question, index.analyzer, terms);
  std::stable_sort(scored.begin(), scored.end(),
                   [](const Scored& a, const Scored& b) { return a.score > b.score; });
  return {std::move(scored), unanswered};
}

void AnswerFinder::Impl::lean_on_previous(std::vector<Scored>& scored, const Question& question,
                                          const Analyzer& analyzer, const Terms& terms) const {
  const Article* previous = question.previous.empty() ? nullptr : library->find(question.previous);
  if (previous == nullptr || previous->topic.empty()) return;
  if (terms.stems.size() > kFewWords && !analyzer.is_follow_up(question.text)) return;
  for (Scored& one : scored) {
    const Article& article = library->articles[one.article];
    if (article.topic == previous->topic && &article != previous) one.score *= kSameTopic;
  }
}

// Whether the other article is as likely, and giving the wrong one would mislead (fact 150).
bool AnswerFinder::Impl::is_rival(const Scored& best, const Scored& other, World world,
                                  bool is_alone) const {
  if (other.score < kRival * best.score) return false;
  const World one = library->articles[best.article].world;
  const World two = library->articles[other.article].world;
  if (world == World::any && one != two && one != World::any && two != World::any) return true;
  const auto& mine = confused[best.article];
  // The readers disagree, or there is only one: rather both than the wrong figure.
  const bool is_near = best.wording < kExact && other.score >= kRivalAlone * best.score;
  const bool is_disputed = is_alone ? is_near : other.opinion > best.opinion;
  if (is_disputed && !mine.empty() && mine != confused[other.article]) return true;
  for (const std::string& figure : confused[other.article]) {
    if (mine.contains(figure)) continue;
    const std::string group = figure.substr(0, figure.find('/') + 1);
    if (std::any_of(mine.begin(), mine.end(),
                    [&](const std::string& own) { return own.starts_with(group); })) {
      return true;
    }
  }
  return false;
}

bool AnswerFinder::Impl::decide(Answer& answer, const std::vector<Scored>& scored, World world,
                                bool is_alone) const {
  if (scored.empty() || answer.certainty < kGiven) return false;
  const Scored& best = scored.front();
  if (is_alone && best.score < kFigureAlone && !confused[best.article].empty()) return false;
  const Article& article = library->articles[best.article];
  if (article.kind == Article::Kind::asks) {
    answer.kind = Answer::Kind::unclear;
    answer.article = article.id;
    answer.options = article.options;
    answer.reason = "the question means several things";
    return true;
  }
  for (std::size_t at = 1; at < scored.size() && answer.options.size() + 1 < kMaxOptions; ++at) {
    if (!is_rival(best, scored[at], world, is_alone)) continue;
    const Article& rival = library->articles[scored[at].article];
    if (rival.kind == Article::Kind::asks) continue;
    if (answer.options.empty()) answer.options.push_back(article.id);
    answer.options.push_back(rival.id);
  }
  if (!answer.options.empty()) {
    answer.kind = Answer::Kind::unclear;
    answer.reason = "another figure of the same kind is as likely (fact 150)";
    return true;
  }
  answer.kind = Answer::Kind::article;
  answer.article = article.id;
  answer.reason = "the best article is sure enough";
  const bool is_certain = answer.certainty >= kCertain || best.wording >= kExact;
  for (std::size_t at = 1; at < scored.size() && !is_certain; ++at) {
    const Article& other = library->articles[scored[at].article];
    if (scored[at].score < kLeast || answer.others.size() == kMaxOthers) break;
    if (other.kind != Article::Kind::asks) answer.others.push_back(other.id);
  }
  return true;
}

AnswerFinder::AnswerFinder(std::shared_ptr<const Library> library, const IndexCache& cache)
    : impl_(std::make_unique<Impl>(std::move(library), cache)) {}
AnswerFinder::~AnswerFinder() = default;
AnswerFinder::AnswerFinder(AnswerFinder&&) noexcept = default;
AnswerFinder& AnswerFinder::operator=(AnswerFinder&&) noexcept = default;

const Library& AnswerFinder::library() const {
  return *impl_->library;
}

Answer AnswerFinder::find(const Question& question) const {
  Answer answer;
  answer.reason = "there is no word to search for";
  const Impl& impl = *impl_;
  if (!has_letter(question.text)) return answer;
  const LanguageIndex& index = impl.index_for(question);
  answer.language = index.analyzer.words().language;
  const Terms terms = index.analyzer.analyze(question.text);
  World world = index.analyzer.world_of(question.text);
  const bool is_part = question.message != question.text;
  if (world == World::any && is_part) world = index.analyzer.world_of(question.message);
  answer.world = world;
  const auto [scored, unanswered] = impl.score(index, question, terms, world);
  for (std::size_t at = 0; at < std::min(scored.size(), kMaxCandidates); ++at) {
    const Scored& one = scored[at];
    answer.candidates.push_back({impl.library->articles[one.article].id, one.score, one.opinion,
                                 index.question(one.nearest)});
  }
  const bool is_alone = question.opinions.empty();
  if (!scored.empty()) {
    const Scored& best = scored.front();
    const double next = scored.size() > 1 ? scored[1].score : 0;
    answer.score = best.score;
    answer.certainty =
        is_alone ? certainty_alone(best.score, next) : certainty_of(best.score, next, best.opinion);
  }
  const Place* place = world == World::product ? nullptr : impl.library->places.find(question.text);
  const double yields = place != nullptr && place->is_wide ? kWidePlaceYields : kPlaceYields;
  if (place != nullptr && answer.score < yields) {
    answer.kind = Answer::Kind::article;
    answer.article = place->article + "." + place->id;
    answer.score = 1;
    answer.reason = "the question names a place of the delivery rules";
    return answer;
  }
  answer.reason = "no article is sure enough";
  if (unanswered > answer.score) {
    answer.reason = "a question that no article answers is nearer";
  } else if (answer.score >= kLeast &&
             impl.decide(answer, scored, world, is_alone && question.previous.empty())) {
    return answer;
  }
  for (const Scored& one : scored) {
    const double least = is_alone ? kPlausibleAlone : kLeast;
    if (one.score < least || answer.options.size() == kMaxOptions) break;
    answer.options.push_back(impl.library->articles[one.article].id);
  }
  return answer;
}

}  // namespace knowledge
