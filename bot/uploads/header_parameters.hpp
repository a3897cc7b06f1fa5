// A header value with parameters, as in Content-Type and Content-Disposition:
//   value *( ";" name "=" ( token | quoted-string ) )
// Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bot {

struct HeaderParameters {
  std::string value;                                            // lower case
  std::vector<std::pair<std::string, std::string>> parameters;  // names in lower case

  // Nothing when there is none of that name.
  const std::string* find(std::string_view name) const;
};

// Nothing when it is not of that form, or a parameter is there twice. Inside quotes \" is a quote;
// any other backslash is itself, because browsers send Windows paths as they are.
std::optional<HeaderParameters> parse_header_parameters(std::string_view text);

std::string lower_ascii(std::string_view text);

}  // namespace bot
