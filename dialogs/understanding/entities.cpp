#include "dialogs/understanding/entities.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "dialogs/parsers/contact.hpp"
#include "dialogs/parsers/date.hpp"
#include "dialogs/parsers/tracking_number.hpp"

namespace dialogs {
namespace {

constexpr std::size_t kMaxTokensOfDate = 4;
constexpr std::size_t kMaxTokensOfTrack = 6;

bool is_number(const TextToken& token) {
  return !token.text.empty() && std::all_of(token.text.begin(), token.text.end(),
                                            [](char c) { return c >= '0' && c <= '9'; });
}

bool begins_with_any(std::string_view word, std::span<const std::string_view> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view one) { return word.starts_with(one); });
}

constexpr std::string_view kOrderWords[] = {"order", "заказ", "purchase", "zakaz"};
constexpr std::string_view kTrackWords[] = {"track",      "трек",      "waybill", "накладн",
                                            "отслеживан", "отправлен", "trek"};
constexpr std::string_view kMoneyWords[] = {"eur",  "€",    "usd", "dollar", "$",     "руб",
                                            "rub",  "₽",  "byn", "kzt",    "tenge", "тенг",
                                            "евро", "долл", "byr", "pound",  "шек"};

class Finder {
 public:
  Finder(std::string_view text, std::span<const TextToken> tokens, const Speaker& speaker)
      : text_(text), tokens_(tokens), speaker_(speaker), is_used_(tokens.size(), false) {}

  void find(const Lexicon& lexicon) {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (!is_used_[i]) numbered(i);
    }
    for (std::size_t i = 0; i < tokens_.size() && text_.find('@') != text_.npos; ++i) {
      if (!is_used_[i]) email(i);
    }
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (!is_used_[i]) track(i);
    }
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (!is_used_[i]) date(i);
    }
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (!is_used_[i] && is_number(tokens_[i])) amount(i);
    }
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (!is_used_[i] && is_number(tokens_[i])) order(i);
    }
    const auto matches = lexicon.find(tokens_);
    for (const LexiconMatch& match : matches) {
      if (match.kind == "connective") continue;
      add(match.kind, std::string(match.value), match.first, match.count, "word list", false);
    }
    items(matches);
  }

  std::vector<Entity> take() {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Entity& a, const Entity& b) { return a.begin < b.begin; });
    if (found_.size() > kMaxEntities) found_.resize(kMaxEntities);
    return std::move(found_);
  }

 private:
  std::string_view span(std::size_t first, std::size_t count) const {
    const std::uint32_t begin = tokens_[first].begin;
    return text_.substr(begin, tokens_[first + count - 1].end - begin);
  }

  void add(std::string_view kind, std::string words, std::size_t first, std::size_t count,
           std::string_view rule, bool uses = true) {
    found_.push_back({std::string(kind), std::move(words), tokens_[first].begin,
                      tokens_[first + count - 1].end, rule});
    for (std::size_t i = first; uses && i < first + count; ++i) is_used_[i] = true;
  }

  bool follows_any(std::size_t at, std::span<const std::string_view> words) const {
    for (std::size_t back = 1; back <= 3 && back <= at; ++back) {
      if (begins_with_any(tokens_[at - back].text, words)) return true;
    }
    return false;
  }

  // R-7K2M-4QXD and RW-318: by their form.
  void numbered(std::size_t at) {
    const std::string& head = tokens_[at].text;
    if (head == "r" && at + 2 < tokens_.size()) {
      const auto all = span(at, 3);
      if (all.size() == 11 && all[1] == '-' && all[6] == '-') {
        add("return", upper(all), at, 3, "form of a return number");
      }
    } else if (head == "rw" && at + 1 < tokens_.size() && is_number(tokens_[at + 1])) {
      add("reward", "RW-" + tokens_[at + 1].text, at, 2, "form of a reward number");
    }
  }

  static std::string upper(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    }
    return out;
  }

  // The longest run of tokens that is a parcel's number: proven by its check digit (of posts: the
  // carrier is not known here, and a courier's rules alone prove nothing), or a long one
  // beside a word that announces it.
  void track(std::size_t at) {
    static const carriers::Table kPostOnly;
    if (!tokens_[at].has_digit && tokens_[at].text.size() > 2) return;
    const std::size_t most = std::min(kMaxTokensOfTrack, tokens_.size() - at);
    for (std::size_t count = most; count > 0; --count) {
      const Parsed parsed = parse_tracking_number(span(at, count), kPostOnly, {});
      if (parsed.fit != Fit::whole) continue;
      const bool is_strong = parsed.value.text_at("match") == "strong";
      const bool is_long = count == 1 && tokens_[at].text.size() >= 10 && tokens_[at].has_digit;
      if (!is_strong && !is_long && !(count == 1 && follows_any(at, kTrackWords))) continue;
      return add("track", std::string(parsed.value.text_at("number")), at, count,
                 is_strong ? "check digit" : "form of a track number");
    }
  }

  // The word around an @, blank to blank.
  void email(std::size_t at) {
    const auto is_end = [&](std::size_t byte) {
      return byte >= text_.size() || text_[byte] == ' ' || text_[byte] == '\n' ||
             text_[byte] == ',' || text_[byte] == ';';
    };
    std::size_t end = tokens_[at].begin;
    while (!is_end(end)) ++end;
    while (end > tokens_[at].begin && (text_[end - 1] == '.' || text_[end - 1] == ')')) --end;
    const std::string_view word = text_.substr(tokens_[at].begin, end - tokens_[at].begin);
    if (word.find('@') == std::string_view::npos) return;
    const Parsed parsed = parse_email(word);
    if (parsed.fit != Fit::whole) return;
    std::size_t count = 0;
    while (at + count < tokens_.size() && tokens_[at + count].end <= end) ++count;
    add("email", parsed.value.text(), at, count, "form of an e-mail address");
  }

  void date(std::size_t at) {
    if (speaker_.today.empty()) return;
    for (std::size_t count = std::min(kMaxTokensOfDate, tokens_.size() - at); count > 0; --count) {
      if (count == 1 && is_number(tokens_[at])) continue;
      const Parsed parsed = parse_date(span(at, count), speaker_.today, speaker_.locale);
      if (parsed.fit != Fit::whole) continue;
      return add("date", parsed.value.text(), at, count, "a date");
    }
  }

  void amount(std::size_t at) {
    std::size_t count = 1;
    if (at + 2 < tokens_.size() && is_number(tokens_[at + 1]) &&
        tokens_[at + 1].begin == tokens_[at].end + 1) {
      count = 2;  // 8.50
    }
    if (at + count < tokens_.size() && begins_with_any(tokens_[at + count].text, kMoneyWords)) {
      const auto words = std::string(span(at, count + 1));
      return add("amount", words, at, count + 1, "a number with a currency");
    }
    const std::uint32_t begin = tokens_[at].begin;
    for (const std::string_view sign : {"€", "$", "₽"}) {
      if (!text_.substr(0, begin).ends_with(sign)) continue;
      add("amount", std::string(sign) + std::string(span(at, count)), at, count,
          "a number with a currency");
      found_.back().begin = begin - static_cast<std::uint32_t>(sign.size());
      return;
    }
  }

  void order(std::size_t at) {
    const std::string& number = tokens_[at].text;
    const bool is_known = std::any_of(speaker_.items.begin(), speaker_.items.end(),
                                      [&](const KnownItem& item) { return item.order == number; });
    const bool is_announced =
        number.size() >= 3 && number.size() <= 10 && follows_any(at, kOrderWords);
    if (is_known) {
      add("order", number, at, 1, "an order of this customer");
    } else if (is_announced) {
      add("order", number, at, 1, "a number after the word order");
    }
  }

  // Words of titles in the message, and what the lexicon knows by other names. A title counts when
  // it is told from every other title of this customer.
  void items(const std::vector<LexiconMatch>& matches) {
    std::vector<std::size_t> hits(speaker_.items.size(), 0);
    std::vector<std::pair<std::size_t, std::size_t>> places(speaker_.items.size(), {0, 0});
    const auto hit = [&](std::size_t item, std::size_t first, std::size_t count) {
      if (hits[item]++ == 0) places[item] = {first, count};
      places[item].second = first + count - places[item].first;
    };
    for (std::size_t i = 0; i < speaker_.items.size(); ++i) {
      const auto title = tokenize(speaker_.items[i].title);
      for (std::size_t at = 0; at < tokens_.size(); ++at) {
        const bool is_word = std::any_of(title.begin(), title.end(), [&](const TextToken& word) {
          return is_same_word(word.text, tokens_[at].text);
        });
        if (is_word) hit(i, at, 1);
      }
      if (hits[i] > 0) continue;
      for (const LexiconMatch& match : matches) {
        const bool is_named = match.kind == "product" &&
                              std::any_of(title.begin(), title.end(), [&](const TextToken& word) {
                                return is_same_word(word.text, match.value);
                              });
        if (is_named) hit(i, match.first, match.count);
      }
    }
    for (std::size_t i = 0; i < hits.size(); ++i) {
      if (hits[i] == 0) continue;
      const bool is_beaten = [&] {
        for (std::size_t other = 0; other < hits.size(); ++other) {
          const bool shares = other != i && hits[other] >= hits[i] &&
                              places[other].first < places[i].first + places[i].second &&
                              places[i].first < places[other].first + places[other].second;
          if (shares &&
              !(hits[other] == hits[i] && speaker_.items[other].title == speaker_.items[i].title)) {
            return true;
          }
        }
        return false;
      }();
      if (!is_beaten) {
        // The first part of a title is its beginning, which a question's parser knows; a comma
        // would read as two answers.
        const std::string& title = speaker_.items[i].title;
        add("item", title.substr(0, title.find(',')), places[i].first, places[i].second,
            "a product of this customer", false);
      }
    }
  }

  // The same word in singular and plural: at least four letters, the same but for an ending.
  static bool is_same_word(std::string_view a, std::string_view b) {
    if (a.size() < 4 || b.size() < 4) return false;
    const std::string_view shorter = a.size() < b.size() ? a : b;
    const std::string_view longer = a.size() < b.size() ? b : a;
    return longer.size() - shorter.size() <= 2 && longer.starts_with(shorter);
  }

  std::string_view text_;
  std::span<const TextToken> tokens_;
  const Speaker& speaker_;
  std::vector<bool> is_used_;
  std::vector<Entity> found_;
};

}  // namespace

std::vector<Entity> find_entities(std::string_view text, std::span<const TextToken> tokens,
                                  const Lexicon& lexicon, const Speaker& speaker) {
  Finder finder(text, tokens, speaker);
  finder.find(lexicon);
  return finder.take();
}

}  // namespace dialogs
