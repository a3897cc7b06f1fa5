// Secrets that settings name: from files, from the environment, or made for a demo. Part of reading
// settings; any thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "bot/access/secret.hpp"

namespace bot {

inline constexpr std::size_t kMaxSecretBytes = 16 * 1024;

enum class Secrecy {
  secret,  // only the owner may read the file
  open,    // a public key: anybody may
};

// The contents of a file without the line break at its end. A relative path must stay inside
// `folder` also after symbolic links. Error `bad_secret`: missing, no plain file, too large,
// outside the folder, or readable by others.
base::Result<Secret> read_secret_file(const std::filesystem::path& folder,
                                      const std::filesystem::path& path, Secrecy secrecy);

// The secret `name` of a demo in data_folder/secrets, made when missing and `may_create`. Two
// processes that start at once get the same one. Error `bad_secret`; `not_found` when missing.
base::Result<Secret> demo_secret(const std::filesystem::path& data_folder, std::string_view name,
                                 bool may_create);

}  // namespace bot
