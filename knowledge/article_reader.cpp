#include "knowledge/article_reader.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/yaml.hpp"

namespace knowledge {
namespace {

constexpr std::size_t kMaxQuestions = 150;
constexpr std::size_t kMaxTitleCharacters = 60;
constexpr std::size_t kMaxTextCharacters = 900;

// The file cut at its two lines of dashes. `head` keeps its place: it begins with an empty line.
struct Parts {
  std::string head;
  std::string text;
  int text_line = 0;
};

std::optional<Parts> cut(const std::string& file) {
  constexpr std::string_view kDashes = "---\n";
  if (!file.starts_with(kDashes)) return std::nullopt;
  const std::size_t end = file.find("\n---\n", kDashes.size() - 1);
  if (end == std::string::npos) return std::nullopt;
  Parts parts;
  parts.head.assign(1, '\n');
  parts.head.append(file, kDashes.size(), end + 1 - kDashes.size());
  std::size_t begin = end + 1 + kDashes.size();
  while (begin < file.size() && file[begin] == '\n') ++begin;
  parts.text_line = 1 + static_cast<int>(std::count(
                            file.begin(), file.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
  // Lines of a paragraph are one line for the customer; an empty line parts paragraphs.
  for (std::size_t at = begin; at < file.size(); ++at) {
    const bool is_break = file[at] == '\n';
    const bool is_paragraph = is_break && at + 1 < file.size() && file[at + 1] == '\n';
    const bool is_item = is_break && file.compare(at + 1, 2, "- ") == 0;
    if (!is_break || is_paragraph || is_item || (at > begin && file[at - 1] == '\n')) {
      parts.text += file[at];
    } else {
      parts.text += ' ';
    }
  }
  parts.text = std::string(base::trim(parts.text));
  return parts;
}

class Head {
 public:
  Head(const base::YamlNode& node, const SourceFile& file, base::Faults& faults)
      : reader_(node, file.name, "article", faults), file_(file), faults_(faults) {}

  Article read(const std::string& language, bool is_default_language) {
    Article article;
    article.id = reader_.required_text("article").value_or("");
    Article::Page page;
    page.language = language;
    page.where = reader_.position();
    page.title = reader_.required_text("title").value_or("");
    page.questions = reader_.optional_texts("questions");
    if (is_default_language) read_rest(article);
    reader_.finish();
    check_page(page);
    article.pages.push_back(std::move(page));
    return article;
  }

 private:
  void read_rest(Article& article) {
    article.kind = read_word<Article::Kind>("kind", Article::Kind::answer,
                                            {{"answer", Article::Kind::answer},
                                             {"not_stated", Article::Kind::not_stated},
                                             {"asks", Article::Kind::asks},
                                             {"place", Article::Kind::place}});
    article.world = read_word<World>(
        "about", World::any,
        {{"any", World::any}, {"product", World::product}, {"reward", World::reward}});
    article.topic = reader_.optional_text("topic").value_or("");
    article.facts = reader_.optional_texts("facts");
    article.start = reader_.optional_text("start").value_or("");
    article.has_conditions = reader_.optional_boolean("conditions").value_or(false);
    if (article.has_conditions && article.start.empty()) {
      faults_.error({file_.name, 1, 1}, "`conditions` are those of the flow that `start` begins");
    }
    article.options = reader_.optional_texts("options");
  }

  template <class Word>
  Word read_word(const char* name, Word otherwise,
                 const std::vector<std::pair<std::string, Word>>& words) {
    const auto text = reader_.optional_text(name);
    if (!text) return otherwise;
    std::vector<std::string> known;
    for (const auto& [word, value] : words) {
      if (word == *text) return value;
      known.push_back(word);
    }
    std::string message = name;
    message.append(" cannot be '").append(*text).append("'");
    faults_.error(reader_.position(*reader_.node().find(name)), std::move(message),
                  base::suggest(*text, known));
    return otherwise;
  }

  void check_page(const Article::Page& page) {
    if (base::count_characters(page.title) > kMaxTitleCharacters) {
      faults_.error(page.where, "the title is longer than a button can be",
                    "at most " + std::to_string(kMaxTitleCharacters) + " characters");
    }
    if (page.questions.size() > kMaxQuestions) {
      faults_.error(page.where,
                    "an article has at most " + std::to_string(kMaxQuestions) + " questions");
    }
  }

  base::YamlReader reader_;
  const SourceFile& file_;
  base::Faults& faults_;
};

}  // namespace

std::optional<Article> read_article(const SourceFile& file, const std::string& language,
                                    bool is_default_language, base::Faults& faults) {
  const auto parts = cut(file.text);
  if (!parts) {
    faults.error({file.name, 1, 1}, "an article begins with a head between two lines of ---",
                 "see docs/knowledge.md");
    return std::nullopt;
  }
  const auto node = base::parse_yaml(parts->head, file.name, faults);
  if (!node) return std::nullopt;
  Article article = Head(*node, file, faults).read(language, is_default_language);
  if (article.id.empty()) return std::nullopt;
  std::string stem = file.name.substr(file.name.find_last_of('/') + 1);
  if (stem != article.id + ".md") {
    faults.error({file.name, 1, 1}, "article '" + article.id + "' lies in the file " + stem,
                 "call the file " + article.id + ".md");
  }
  Article::Page& page = article.pages.front();
  page.text = parts->text;
  page.text_at = {file.name, parts->text_line, 1};
  if (page.text.empty()) faults.error(page.text_at, "the article says nothing");
  if (base::count_characters(page.text) > kMaxTextCharacters) {
    faults.error(page.text_at, "the answer is too long for a chat",
                 "at most " + std::to_string(kMaxTextCharacters) + " characters; part it in two");
  }
  return article;
}

}  // namespace knowledge
