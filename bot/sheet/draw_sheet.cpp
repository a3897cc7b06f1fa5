#include "bot/sheet/draw_sheet.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <memory>

#include "bot/sheet/barcode.hpp"

namespace bot {
namespace {

// Points of A4.
constexpr double kPageWidth = 595.28;
constexpr double kPageHeight = 841.89;
constexpr double kMargin = 46;
constexpr double kInner = kPageWidth - 2 * kMargin;
constexpr double kGap = 22;  // between columns
constexpr double kBarHeight = 58;
constexpr double kModule = 1.55;  // width of the narrowest bar: 0.55 mm, easy for any reader
constexpr double kLargestBody = 12.5;
constexpr double kSmallestBody = 6.5;
// Has Latin, Cyrillic (with Kazakh), Hebrew and Greek letters; others come from what is installed.
constexpr const char* kFont = "DejaVu Sans";

template <auto release>
struct Release {
  template <class Thing>
  void operator()(Thing* thing) const {
    release(thing);
  }
};
using Surface = std::unique_ptr<cairo_surface_t, Release<cairo_surface_destroy>>;
using Drawing = std::unique_ptr<cairo_t, Release<cairo_destroy>>;
using Layout = std::unique_ptr<PangoLayout, Release<g_object_unref>>;
using Font = std::unique_ptr<PangoFontDescription, Release<pango_font_description_free>>;

struct Style {
  double size = kLargestBody;
  bool is_bold = false;
  bool is_rtl = false;
  bool is_centred = false;
};

// Where the next thing goes; measures without drawing, or draws.
class Page {
 public:
  Page(cairo_t* drawing, bool draws) : drawing_(drawing), draws_(draws) {}

  // Height that the text takes in a column `width` wide.
  double text(const std::string& text, double left, double top, double width, const Style& style) {
    if (text.empty()) return 0;
    const Layout layout(pango_cairo_create_layout(drawing_));
    const Font font(pango_font_description_new());
    pango_font_description_set_family(font.get(), kFont);
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    pango_font_description_set_weight(font.get(),
                                      style.is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout.get(), font.get());
    PangoContext* context = pango_layout_get_context(layout.get());
    pango_context_set_base_dir(context, style.is_rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    pango_layout_context_changed(layout.get());
    pango_layout_set_auto_dir(layout.get(), FALSE);
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    const PangoAlignment edge = style.is_rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
    pango_layout_set_alignment(layout.get(), style.is_centred ? PANGO_ALIGN_CENTER : edge);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    if (draws_) {
      cairo_move_to(drawing_, left, top);
      pango_cairo_show_layout(drawing_, layout.get());
    }
    return static_cast<double>(height) / PANGO_SCALE;
  }

  void bars(const Barcode& barcode, double top) {
    if (!draws_) return;
    const double left = (kPageWidth - barcode.width * kModule) / 2;
    for (const Bar& bar : barcode.bars) {
      cairo_rectangle(drawing_, left + bar.left * kModule, top, bar.width * kModule, kBarHeight);
    }
    cairo_fill(drawing_);
  }

  void box(double top, double height) {
    if (!draws_) return;
    cairo_set_line_width(drawing_, 1.2);
    cairo_rectangle(drawing_, kMargin, top, kInner, height);
    cairo_stroke(drawing_);
  }

  void dashes(double top) {
    if (!draws_) return;
    constexpr double kDash = 4;
    cairo_save(drawing_);
    cairo_set_line_width(drawing_, 0.8);
    cairo_set_dash(drawing_, &kDash, 1, 0);
    cairo_move_to(drawing_, kMargin, top);
    cairo_line_to(drawing_, kPageWidth - kMargin, top);
    cairo_stroke(drawing_);
    cairo_restore(drawing_);
  }

  void check_box(double left, double top, double size) {
    if (!draws_) return;
    cairo_set_line_width(drawing_, 0.9);
    cairo_rectangle(drawing_, left, top, size, size);
    cairo_stroke(drawing_);
  }

 private:
  cairo_t* drawing_;
  bool draws_;
};

std::string lines(const std::vector<std::string>& all) {
  std::string text;
  for (const std::string& line : all) text += (text.empty() ? "" : "\n") + line;
  return text;
}

// Lays the content out from top to bottom with a body text of that size; where it ends.
class Sheet {
 public:
  Sheet(const SheetContent& content, const Barcode& barcode, double body)
      : content_(content), barcode_(barcode), body_(body) {
    is_rtl_ = content.language.starts_with("he") || content.language.starts_with("ar") ||
              content.language.starts_with("fa") || content.language.starts_with("yi");
  }

  double lay_out(Page& page) {
    top_ = kMargin;
    head(page);
    deadline(page);
    addresses(page);
    steps(page);
    form(page);
    return top_;
  }

 private:
  Style style(double size, bool is_bold = false) const { return {size, is_bold, is_rtl_}; }

  void head(Page& page) {
    top_ += page.text(content_.title, kMargin, top_, kInner, style(body_ * 1.9, true)) + 4;
    top_ += page.text(content_.inside, kMargin, top_, kInner, style(body_)) + 12;
    // Figures stay figures in every language: from left to right, and as large as the page holds.
    const double largest = kInner / (0.72 * static_cast<double>(content_.number.size()));
    const Style number{std::min(56.0, largest), true, false, true};
    top_ += page.text(content_.number, kMargin, top_, kInner, number) + 6;
    page.bars(barcode_, top_);
    top_ += kBarHeight + 14;
  }

  void deadline(Page& page) {
    constexpr double kPadding = 7;
    const double height = page.text(content_.deadline, kMargin + kPadding, top_ + kPadding,
                                    kInner - 2 * kPadding, style(body_ * 1.2, true));
    page.box(top_, height + 2 * kPadding);
    top_ += height + 2 * kPadding + 12;
  }

  void addresses(Page& page) {
    const double width = (kInner - kGap) / 2;
    double deepest = top_;
    for (std::size_t at = 0; at < content_.addresses.size() && at < 2; ++at) {
      const SheetAddress& address = content_.addresses[at];
      const bool is_left = (at == 0) != is_rtl_;
      const double left = is_left ? kMargin : kMargin + width + kGap;
      double top = top_;
      top += page.text(address.heading, left, top, width, style(body_ * 1.1, true)) + 4;
      // Addresses are written from left to right, whatever the language of the page is.
      const Style written{body_, false, false};
      top += page.text(lines(address.latin), left, top, width, written) + 5;
      top += page.text(lines(address.russian), left, top, width, written);
      deepest = std::max(deepest, top);
    }
    top_ = deepest + 9;
    top_ += page.text(content_.only_one, kMargin, top_, kInner, style(body_, true)) + 12;
  }

  void steps(Page& page) {
    top_ += page.text(content_.steps_heading, kMargin, top_, kInner, style(body_ * 1.1, true)) + 5;
    const double indent = body_ * 1.7;
    for (const std::string& step : content_.steps) {
      const double left = is_rtl_ ? kMargin : kMargin + indent;
      page.check_box(is_rtl_ ? kPageWidth - kMargin - body_ : kMargin, top_ + body_ * 0.15, body_);
      top_ += page.text(step, left, top_, kInner - indent, style(body_)) + 4;
    }
    top_ += 8;
  }

  void form(Page& page) {
    page.dashes(top_);
    top_ += 9;
    top_ += page.text(content_.form_note, kMargin, top_, kInner, style(body_)) + 3;
    top_ += page.text(content_.number, kMargin, top_, kInner, {26, true, false, true});
  }

  const SheetContent& content_;
  const Barcode& barcode_;
  double body_;
  bool is_rtl_ = false;
  double top_ = 0;
};

cairo_status_t append(void* out, const unsigned char* bytes, unsigned int count) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

base::Error cannot_draw(const char* why) {
  return {base::Code::unavailable, "unavailable", std::string("the sheet cannot be drawn: ") + why,
          ""};
}

}  // namespace

base::Result<std::string> draw_sheet(const SheetContent& content) {
  const auto barcode = code128(content.number);
  if (!barcode) return barcode.error();
  std::string pdf;
  Surface surface(cairo_pdf_surface_create_for_stream(append, &pdf, kPageWidth, kPageHeight));
  // Without a date of its own the file would carry that of its making.
  const std::string made = base::to_iso(content.made).substr(0, 19) + "Z";
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, made.c_str());
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, content.number.c_str());
  Drawing drawing(cairo_create(surface.get()));
  double body = kLargestBody;
  while (true) {
    Page measured(drawing.get(), false);
    if (Sheet(content, *barcode, body).lay_out(measured) <= kPageHeight - kMargin) break;
    body -= 0.5;
    if (body < kSmallestBody) {
      return base::Error{base::Code::invalid_argument, "too_long",
                         "the texts of the sheet do not fit on a page", ""};
    }
  }
  Page page(drawing.get(), true);
  Sheet(content, *barcode, body).lay_out(page);
  cairo_show_page(drawing.get());
  const cairo_status_t drawn = cairo_status(drawing.get());
  drawing.reset();
  cairo_surface_finish(surface.get());
  const cairo_status_t written = cairo_surface_status(surface.get());
  for (const cairo_status_t status : {drawn, written}) {
    if (status != CAIRO_STATUS_SUCCESS) return cannot_draw(cairo_status_to_string(status));
  }
  return pdf;
}

}  // namespace bot
