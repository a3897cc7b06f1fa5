#include "bot/sheet/barcode.hpp"

#include <zint.h>

#include <algorithm>
#include <array>
#include <memory>

namespace bot {
namespace {

constexpr std::size_t kMaxCharacters = 60;

struct DeleteSymbol {
  void operator()(zint_symbol* symbol) const { ZBarcode_Delete(symbol); }
};

base::Error not_encodable() {
  return {base::Code::invalid_argument, "not_encodable", "this cannot be a barcode", ""};
}

}  // namespace

base::Result<Barcode> code128(std::string_view text) {
  const bool is_plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c > 32 && c < 127; });
  if (text.empty() || text.size() > kMaxCharacters || !is_plain) return not_encodable();
  const std::unique_ptr<zint_symbol, DeleteSymbol> symbol(ZBarcode_Create());
  if (symbol == nullptr) throw std::bad_alloc();
  symbol->symbology = BARCODE_CODE128;
  std::array<unsigned char, kMaxCharacters> bytes{};
  std::copy(text.begin(), text.end(), bytes.begin());
  if (ZBarcode_Encode(symbol.get(), bytes.data(), static_cast<int>(text.size())) >= ZINT_ERROR) {
    return not_encodable();
  }
  // One row of modules, eight in a byte, least significant first.
  Barcode barcode;
  barcode.width = symbol->width;
  for (int at = 0; at < symbol->width; ++at) {
    const bool is_black = (symbol->encoded_data[0][at / 8] >> (at % 8) & 1) != 0;
    if (!is_black) continue;
    const bool continues =
        !barcode.bars.empty() && barcode.bars.back().left + barcode.bars.back().width == at;
    if (continues)
      barcode.bars.back().width += 1;
    else
      barcode.bars.push_back({static_cast<double>(at), 1});
  }
  return barcode;
}

}  // namespace bot
