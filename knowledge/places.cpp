#include "knowledge/places.hpp"

#include <algorithm>
#include <bitset>

#include "base/yaml.hpp"
#include "knowledge/place_names.hpp"

namespace knowledge {
namespace {

Place read_place(const base::YamlNode& key, const base::YamlNode& node, const std::string& file,
                 const std::string& article, base::Faults& faults) {
  Place place;
  place.id = key.scalar;
  place.article = article;
  place.where = {file, key.line, key.column};
  base::YamlReader reader(node, file, "place '" + place.id + "'", faults);
  place.facts = reader.optional_texts("facts");
  if (const auto* names = reader.required("names")) {
    for (const auto& [language, list] : names->members) {
      std::vector<std::string> all;
      for (const base::YamlNode& item : list.items) {
        if (auto name = base::yaml_text(item, file, faults)) all.push_back(std::move(*name));
      }
      if (!all.empty()) place.names.emplace_back(language.scalar, std::move(all));
    }
  }
  if (place.names.empty()) faults.error(place.where, "a place needs a name to be known by");
  reader.finish();
  return place;
}

std::size_t length(const std::vector<std::string>& key) {
  std::size_t letters = 0;
  for (const std::string& word : key) letters += word.size();
  return letters;
}

}  // namespace

const std::string& Place::name_in(std::string_view language) const {
  for (const auto& [known, list] : names) {
    if (known == language) return list.front();
  }
  return names.front().second.front();
}

Places Places::read(const SourceFile& file, base::Faults& faults) {
  Places places;
  const auto root = base::parse_yaml(file.text, file.name, faults);
  if (!root) return places;
  base::YamlReader reader(*root, file.name, "zones", faults);
  if (const auto* zones = reader.required("zones")) {
    for (const base::YamlNode& zone : zones->items) {
      base::YamlReader zone_reader(zone, file.name, "zone", faults);
      const std::string article = zone_reader.required_text("article").value_or("");
      const bool is_wide = zone_reader.optional_boolean("wide").value_or(false);
      if (const auto* named = zone_reader.required("places")) {
        for (const auto& [key, node] : named->members) {
          Place place = read_place(key, node, file.name, article, faults);
          place.is_wide = is_wide;
          if (!place.names.empty()) places.all_.push_back(std::move(place));
        }
      }
      zone_reader.finish();
    }
  }
  reader.finish();
  places.index();
  return places;
}

void Places::index() {
  for (std::size_t at = 0; at < all_.size(); ++at) {
    for (const auto& [language, names] : all_[at].names) {
      for (const std::string& name : names) names_.push_back({place_key(name), at});
    }
  }
  std::stable_sort(names_.begin(), names_.end(), [&](const Name& a, const Name& b) {
    if (all_[a.place].is_wide != all_[b.place].is_wide) return all_[b.place].is_wide;
    return length(a.key) > length(b.key);
  });
}

const Place* Places::find(std::string_view text) const {
  const std::vector<std::string> words = place_key(text);
  // Also with a slip a word keeps its first letter: most names are none of these without a look.
  std::bitset<256> first_letters;
  const auto first = [](const std::string& word) {
    return word.empty() ? std::size_t{0} : std::size_t{static_cast<unsigned char>(word.front())};
  };
  for (const std::string& word : words) first_letters.set(first(word));
  // Exact names first: a slip of the pen must not turn one place into another.
  for (const bool allows_slips : {false, true}) {
    for (const Name& name : names_) {
      if (name.key.empty() || !first_letters[first(name.key.front())]) continue;
      const auto found =
          std::search(words.begin(), words.end(), name.key.begin(), name.key.end(),
                      [&](const std::string& word, const std::string& part) {
                        return allows_slips ? is_same_sound(word, part) : word == part;
                      });
      if (found != words.end()) return &all_[name.place];
    }
  }
  return nullptr;
}

}  // namespace knowledge
