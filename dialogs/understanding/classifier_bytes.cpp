// The cached form of a classifier. Little-endian, counts before contents:
//   "BMRC" version:u32 language | labels | phrases (text, label) | hashes:u64[] | idf:f32[] |
//   weights:f32[] temperature:f64 scope:f64[] right:f64[] threshold:f64 | fnv1a:u64 of all before
#include <bit>
#include <cmath>
#include <cstring>

#include "dialogs/understanding/classifier.hpp"

namespace dialogs {
namespace {

static_assert(std::endian::native == std::endian::little, "the form is little-endian");

constexpr std::string_view kMark = "BMRC";
constexpr std::uint32_t kVersion = 1;
constexpr std::uint64_t kMaxCount = 1U << 28U;

std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
  return hash;
}

class ByteWriter {
 public:
  template <class Number>
  void number(Number value) {
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out_.append(bytes, sizeof value);
  }
  void text(std::string_view value) {
    number<std::uint64_t>(value.size());
    out_ += value;
  }
  template <class Number>
  void list(const std::vector<Number>& values) {
    number<std::uint64_t>(values.size());
    const std::size_t at = out_.size();
    out_.resize(at + values.size() * sizeof(Number));
    if (!values.empty()) std::memcpy(out_.data() + at, values.data(), out_.size() - at);
  }
  std::string& bytes() { return out_; }

 private:
  std::string out_;
};

// Reads what ByteWriter wrote; once something is missing, everything is zero and is_sound is false.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : left_(bytes) {}

  template <class Number>
  Number number() {
    Number value{};
    if (take(sizeof value)) std::memcpy(&value, taken_.data(), sizeof value);
    return value;
  }
  std::string text() {
    const auto size = number<std::uint64_t>();
    return take(size) ? std::string(taken_) : std::string();
  }
  template <class Number>
  std::vector<Number> list() {
    const auto count = number<std::uint64_t>();
    if (count > kMaxCount || !take(count * sizeof(Number))) {
      is_sound_ = false;
      return {};
    }
    std::vector<Number> values(count);
    if (count > 0) std::memcpy(values.data(), taken_.data(), taken_.size());
    return values;
  }
  bool is_sound() const { return is_sound_; }
  bool is_at_end() const { return left_.empty(); }

 private:
  bool take(std::uint64_t size) {
    if (size > left_.size()) is_sound_ = false;
    if (!is_sound_) return false;
    taken_ = left_.substr(0, size);
    left_.remove_prefix(size);
    return true;
  }

  std::string_view left_;
  std::string_view taken_;
  bool is_sound_ = true;
};

}  // namespace

std::string Classifier::to_bytes() const {
  ByteWriter out;
  out.bytes() += kMark;
  out.number(kVersion);
  out.text(language_);
  out.number<std::uint64_t>(labels_.size());
  for (const auto& label : labels_) out.text(label);
  out.number<std::uint64_t>(phrases_.size());
  for (const auto& phrase : phrases_) {
    out.text(phrase.text);
    out.number(phrase.label);
  }
  out.list(space_.hashes());
  out.list(space_.weights());
  out.list(model_.weights());
  out.number(temperature_);
  out.list(scope_weights_);
  out.list(right_weights_);
  out.number(rejection_threshold_);
  out.number(checksum(out.bytes()));
  return std::move(out.bytes());
}

std::optional<Classifier> Classifier::from_bytes(std::string_view bytes,
                                                 std::shared_ptr<const Lexicon> lexicon) {
  if (!bytes.starts_with(kMark) || bytes.size() < 16) return std::nullopt;
  const std::string_view body = bytes.substr(0, bytes.size() - sizeof(std::uint64_t));
  std::uint64_t expected = 0;
  std::memcpy(&expected, bytes.data() + body.size(), sizeof expected);
  if (checksum(body) != expected) return std::nullopt;
  ByteReader in(body.substr(kMark.size()));
  if (in.number<std::uint32_t>() != kVersion) return std::nullopt;
  Classifier read;
  read.lexicon_ = std::move(lexicon);
  read.language_ = in.text();
  const auto labels = in.number<std::uint64_t>();
  for (std::uint64_t i = 0; i < labels && in.is_sound(); ++i) read.labels_.push_back(in.text());
  const auto phrases = in.number<std::uint64_t>();
  for (std::uint64_t i = 0; i < phrases && in.is_sound(); ++i) {
    LabelledPhrase phrase;
    phrase.text = in.text();
    phrase.label = in.number<std::uint32_t>();
    if (phrase.label >= labels) return std::nullopt;
    read.phrases_.push_back(std::move(phrase));
  }
  auto hashes = in.list<std::uint64_t>();
  auto weights = in.list<float>();
  auto model = in.list<float>();
  read.temperature_ = in.number<double>();
  read.scope_weights_ = in.list<double>();
  read.right_weights_ = in.list<double>();
  read.rejection_threshold_ = in.number<double>();
  const bool fits = in.is_sound() && in.is_at_end() && hashes.size() == weights.size() &&
                    model.size() == (hashes.size() + 1) * labels && labels >= 2 &&
                    read.scope_weights_.size() == kSignals + 1 &&
                    read.right_weights_.size() == kSignals + 1 && read.temperature_ > 0;
  if (!fits) return std::nullopt;
  const auto outside = read.labels_.size();
  read.out_of_scope_ = static_cast<std::uint32_t>(outside);
  for (std::uint32_t i = 0; i < outside; ++i) {
    if (read.labels_[i] == kOutOfScope) read.out_of_scope_ = i;
  }
  read.space_ = FeatureSpace(std::move(hashes), std::move(weights));
  read.model_ = LinearModel(static_cast<std::uint32_t>(labels), std::move(model));
  read.index_phrases();
  return read;
}

}  // namespace dialogs
