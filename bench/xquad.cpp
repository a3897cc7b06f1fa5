#include "bench/xquad.hpp"

#include <fstream>
#include <iterator>

#include "base/json.hpp"

namespace bench {

std::optional<Paragraphs> read_xquad(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const auto json = base::parse_json(text, {64U << 20U, 32, 100'000});
  if (!json) return std::nullopt;
  const base::Value& articles = json->at("data");
  if (!articles.is_list()) return std::nullopt;
  Paragraphs found;
  for (const base::Value& article : articles.list()) {
    const base::Value& paragraphs = article.at("paragraphs");
    if (!paragraphs.is_list()) return std::nullopt;
    for (const base::Value& paragraph : paragraphs.list()) {
      const std::size_t number = found.texts.size();
      found.texts.emplace_back(paragraph.text_at("context"));
      if (!paragraph.at("qas").is_list()) return std::nullopt;
      for (const base::Value& question : paragraph.at("qas").list()) {
        found.questions.emplace_back(question.text_at("question"), number);
      }
    }
  }
  return found;
}

}  // namespace bench
