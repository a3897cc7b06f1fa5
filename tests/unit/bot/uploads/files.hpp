// The smallest files of each kind that an upload may be.
#pragma once

#include <string>

namespace bot_test {

inline std::string jpeg(std::size_t bytes = 64) {
  std::string file("\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01", 16);
  file.resize(bytes, 'j');
  return file;
}

inline std::string png(std::size_t bytes = 64) {
  std::string file("\x89PNG\r\n\x1A\n\x00\x00\x00\x0DIHDR", 16);
  file.resize(bytes, 'p');
  return file;
}

inline std::string pdf(std::size_t bytes = 64) {
  std::string file("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1", 16);
  file.resize(bytes, 'd');
  return file;
}

}  // namespace bot_test
