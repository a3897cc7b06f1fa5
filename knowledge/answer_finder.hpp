// Finds the article that answers a question, or says honestly that it is not sure. The only header
// of this module that dialogs may include. Gives names of articles, never texts: the texts are
// rendered with the figures of the policy by whoever says them. Deterministic, and total: no text
// of at most 4,096 characters, whatever it holds, takes more than a few hundred microseconds.
// One thread at a time (the stemmers keep what they work on).
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/article.hpp"
#include "knowledge/index_cache.hpp"

namespace knowledge {

struct Library;

// What another reader of the question takes it for.
struct Opinion {
  std::string article;
  double share = 0;  // how likely that is, 0 to 1
};

struct Question {
  std::string_view text;
  std::string_view language;       // of the conversation; the text may be in another one
  std::string_view previous = {};  // the article that was given last, for "and by courier?"
  World world = World::any;        // what the conversation is about, when it is known
  std::string_view message = {};   // what `text` is a part of; it may name the set of rules
  std::span<const Opinion> opinions = {};
};

// An article that was considered.
struct Candidate {
  std::string article;
  double score = 0;     // 0 to about 1
  double opinion = 0;   // the share that the other reader gave it
  std::string matched;  // the question of the article that was nearest; empty: its text
};

struct Answer {
  enum class Kind {
    article,  // `article` answers it
    unclear,  // it may mean any of `options`, which differ; `article` may say so, or is empty
    unsure,   // nothing fits well enough; `options` come nearest, at most three, perhaps none
  };
  Kind kind = Kind::unsure;
  std::string article;               // "ship_deadline", "place_moscow.butovo"
  std::vector<std::string> options;  // articles to offer as buttons
  // Of kind article, when it is not certain: what it may be instead, at most two.
  std::vector<std::string> others;
  double score = 0;
  double certainty = 0;               // that the best article is the right one, if any is; 0 to 1
  std::string language;               // the one whose articles were searched
  World world = World::any;           // that the question names
  std::string_view reason;            // why this kind, for people who ask why; always a literal
  std::vector<Candidate> candidates;  // the best first, at most five
};

std::string_view to_string(Answer::Kind kind);

class AnswerFinder {
 public:
  explicit AnswerFinder(std::shared_ptr<const Library> library, const IndexCache& cache = {});
  ~AnswerFinder();
  AnswerFinder(AnswerFinder&&) noexcept;
  AnswerFinder& operator=(AnswerFinder&&) noexcept;

  Answer find(const Question& question) const;
  const Library& library() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace knowledge
