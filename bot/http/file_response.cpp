#include "bot/http/file_response.hpp"

#include "bot/uploads/file_name.hpp"
#include "bot/uploads/file_type.hpp"

namespace bot {

HttpResponse file_response(std::string_view type, std::string_view name, std::string_view cache,
                           std::variant<std::string, HttpFile> body) {
  HttpResponse response;
  response.headers = {{"Content-Type", std::string(type)},
                      {"Content-Disposition", attachment_disposition(name)},
                      {"Cache-Control", std::string(cache)},
                      {"Content-Security-Policy", "default-src 'none'; sandbox"}};
  response.body = std::move(body);
  return response;
}

std::optional<HttpResponse> upload_response(storage::Blobs& blobs, const storage::UploadRow& upload,
                                            std::string_view cache) {
  const auto path = blobs.find(upload.hash);
  if (!path) return std::nullopt;
  const auto type = file_type_named(upload.type);
  return file_response(type ? media_type(*type) : "application/octet-stream", upload.name, cache,
                       HttpFile{path->string(), static_cast<std::uint64_t>(upload.bytes)});
}

}  // namespace bot
