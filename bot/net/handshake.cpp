#include "bot/net/handshake.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace bot {
namespace {

// RFC 6455, section 1.3.
constexpr std::string_view kKeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

// Whether it is the base64 of exactly 16 bytes.
bool is_key(std::string_view key) {
  if (key.size() != 24 || !key.ends_with("==")) return false;
  std::array<unsigned char, 18> decoded{};
  const auto* text = reinterpret_cast<const unsigned char*>(key.data());
  return EVP_DecodeBlock(decoded.data(), text, 24) == 18;
}

std::string accept_for(std::string_view key) {
  std::string text(key);
  text += kKeySuffix;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1) {
    throw std::runtime_error("no SHA-1 in this OpenSSL: the WebSocket handshake needs it");
  }
  std::array<unsigned char, 32> encoded{};
  const int length = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(size));
  return std::string(encoded.begin(), encoded.begin() + length);
}

}  // namespace

std::variant<std::string, HttpResponse> check_handshake(const RequestHead& head) {
  const auto& request = head.request;
  if (request.method != "GET" || head.has_body()) {
    return problem_response(400, "bad_handshake", "An upgrade is a GET without a body.");
  }
  if (request.header("Sec-WebSocket-Version") != "13") {
    auto response = problem_response(426, "bad_version", "Only WebSocket version 13.");
    response.headers.push_back({"Sec-WebSocket-Version", "13"});
    return response;
  }
  const auto key = request.header("Sec-WebSocket-Key");
  if (!key || !is_key(*key)) {
    return problem_response(400, "bad_handshake", "Sec-WebSocket-Key is missing or malformed.");
  }
  return accept_for(*key);
}

std::string switching_protocols(std::string_view accept, std::string_view subprotocol) {
  std::string head =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: ";
  head.append(accept).append("\r\n");
  if (!subprotocol.empty()) {
    head.append("Sec-WebSocket-Protocol: ").append(subprotocol).append("\r\n");
  }
  return head.append("\r\n");
}

}  // namespace bot
