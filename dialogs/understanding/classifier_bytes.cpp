// The cached form of a classifier (base/byte_form.hpp):
//   "BMRC" version | language | labels | phrases (text, label) | hashes idf | weights |
//   starts postings of the nearest phrases | temperature scope right threshold
#include "base/byte_form.hpp"
#include "dialogs/understanding/classifier.hpp"

namespace dialogs {
namespace {

constexpr std::string_view kMark = "BMRC";
constexpr std::uint32_t kVersion = 2;

std::vector<double> numbers(const base::FrozenArray<double>& array) {
  return {array.begin(), array.end()};
}

}  // namespace

std::string Classifier::to_bytes() const {
  base::ByteWriter out(kMark, kVersion);
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
  out.list(neighbours_.starts());
  out.list(neighbours_.postings());
  out.number(temperature_);
  out.list<double>(scope_weights_);
  out.list<double>(right_weights_);
  out.number(rejection_threshold_);
  return out.finish();
}

std::optional<Classifier> Classifier::from_bytes(base::SharedBytes bytes,
                                                 std::shared_ptr<const Lexicon> lexicon) {
  base::ByteReader in(std::move(bytes), kMark, kVersion);
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
  auto starts = in.list<std::uint32_t>();
  auto postings = in.list<Neighbours::Posting>();
  read.temperature_ = in.number<double>();
  read.scope_weights_ = numbers(in.list<double>());
  read.right_weights_ = numbers(in.list<double>());
  read.rejection_threshold_ = in.number<double>();
  const bool fits = in.is_sound() && in.is_at_end() && hashes.size() == weights.size() &&
                    model.size() == (hashes.size() + 1) * labels && labels >= 2 &&
                    starts.size() == hashes.size() + 1 &&
                    starts[hashes.size()] == postings.size() &&
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
  read.neighbours_ = Neighbours(std::move(starts), std::move(postings), read.phrases_.size());
  return read;
}

}  // namespace dialogs
