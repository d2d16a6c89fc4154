// SPDX-License-Identifier: MIT
#include "services/kit/csv/utf8_source.hpp"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <istream>
#include <utility>

#include "bus/base/error.hpp"

namespace rapport::kit {
namespace {

constexpr std::size_t head_bytes = 16;
constexpr std::string_view utf8 = "UTF-8";

/// What a byte order mark says, and how long it is; else what zeros beside the first letter say.
struct Signature {
    std::string encoding;
    std::size_t length = 0;
};
Signature signature_of(std::string_view head, bool encoding_given) {
    UErrorCode error = U_ZERO_ERROR;
    std::int32_t length = 0;
    const char* const name =
        ucnv_detectUnicodeSignature(head.data(), static_cast<std::int32_t>(head.size()), &length, &error);
    if (name && std::string_view(name).starts_with("UTF-") && std::string_view(name) != "UTF-7")
        return {name, static_cast<std::size_t>(length)};
    if (encoding_given || head.size() < 2) return {};
    if (head[0] == '\0' && head[1] != '\0') return {"UTF-16BE"};
    if (head[1] == '\0' && head[0] != '\0') return {"UTF-16LE"};
    return {};
}

/// A surrogate alone is what no text holds: it stands for what could not be read.
void U_CALLCONV unreadable(const void*, UConverterToUnicodeArgs* args, const char*, std::int32_t,
                           UConverterCallbackReason reason, UErrorCode* error) {
    if (reason > UCNV_IRREGULAR) return;  // a reset or a close
    *error = U_ZERO_ERROR;
    constexpr UChar alone = 0xDC00;
    ucnv_cbToUWriteUChars(args, &alone, 1, 0, error);
}

}  // namespace

/// ICU's, a chunk at a time.
class Utf8Source::Converter {
public:
    /// Throws invalid_argument about `encoding`.
    explicit Converter(const std::string& name) {
        UErrorCode error = U_ZERO_ERROR;
        converter_ = ucnv_open(name.c_str(), &error);
        if (U_SUCCESS(error)) ucnv_setToUCallBack(converter_, unreadable, nullptr, nullptr, nullptr, &error);
        if (U_FAILURE(error) || name.empty()) {
            ucnv_close(converter_);
            throw invalid("encoding", "must be the name of a character set such as UTF-8, windows-1252 or GB18030");
        }
    }
    ~Converter() { ucnv_close(converter_); }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    std::string usual_name() const {
        UErrorCode error = U_ZERO_ERROR;
        const std::string name = ucnv_getName(converter_, &error);
        for (const char* standard : {"MIME", "IANA"}) {
            error = U_ZERO_ERROR;
            if (const char* const usual = ucnv_getStandardName(name.c_str(), standard, &error)) return usual;
        }
        return name;
    }

    /// UTF-8 that waits to be taken.
    std::string_view waiting() const { return std::string_view(text_).substr(at_); }
    void take(std::size_t size) { at_ += size; }
    /// Reads on; `last`: nothing comes after these bytes.
    void convert(std::string_view bytes, bool last) {
        text_.clear();
        at_ = 0;
        const char* from = bytes.data();
        const char* const end = from + bytes.size();
        UErrorCode error = U_BUFFER_OVERFLOW_ERROR;
        while (error == U_BUFFER_OVERFLOW_ERROR) {
            error = U_ZERO_ERROR;
            UChar* to = units_.data();
            ucnv_toUnicode(converter_, &to, to + units_.size(), &from, end, nullptr, last, &error);
            append(static_cast<std::size_t>(to - units_.data()));
        }
        if (U_FAILURE(error)) throw Error(Code::internal, "the file could not be converted to UTF-8");
        if (last && lead_ != 0) put(std::exchange(lead_, UChar{0}));
    }

private:
    void append(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            const UChar unit = units_[i];
            if (lead_ != 0 && U16_IS_TRAIL(unit)) {
                const UChar lead = std::exchange(lead_, UChar{0});
                put(U16_GET_SUPPLEMENTARY(lead, unit));
                continue;
            }
            if (lead_ != 0) put(std::exchange(lead_, UChar{0}));
            if (U16_IS_LEAD(unit)) lead_ = unit;
            else put(unit);
        }
    }
    void put(UChar32 character) {
        constexpr UChar32 mark = 0xFEFF;
        if (std::exchange(begins_, false) && character == mark) return;
        std::array<char, U8_MAX_LENGTH> bytes{};
        std::int32_t size = 0;
        U8_APPEND_UNSAFE(bytes.data(), size, character);
        text_.append(bytes.data(), static_cast<std::size_t>(size));
    }

    UConverter* converter_ = nullptr;
    std::array<UChar, 4096> units_{};
    UChar lead_ = 0;  ///< of a pair whose second half is to come
    bool begins_ = true;
    std::string text_;
    std::size_t at_ = 0;
};

Utf8Source::Utf8Source(std::istream& in, const std::string& encoding) : in_(in) {
    if (!encoding.empty()) encoding_ = Converter(encoding).usual_name();
    std::string head(head_bytes, '\0');
    head.resize(read_bytes(head.data(), head.size()));
    head_ = std::move(head);
    auto [said, length] = signature_of(head_, !encoding.empty());
    head_at_ = length;
    if (!said.empty()) encoding_ = std::move(said);
    else if (encoding_.empty()) encoding_ = utf8;
    if (encoding_ != utf8) converter_ = std::make_unique<Converter>(encoding_);
}

Utf8Source::~Utf8Source() = default;

std::size_t Utf8Source::read(char* to, std::size_t size) {
    return converter_ ? read_converted(to, size) : read_bytes(to, size);
}

std::size_t Utf8Source::read_bytes(char* to, std::size_t size) {
    if (head_at_ < head_.size()) {
        const std::size_t some = std::min(size, head_.size() - head_at_);
        std::memcpy(to, head_.data() + head_at_, some);
        head_at_ += some;
        return some;
    }
    in_.read(to, static_cast<std::streamsize>(size));
    if (in_.bad()) throw Error(Code::internal, "the CSV file could not be read");
    return static_cast<std::size_t>(in_.gcount());
}

std::size_t Utf8Source::read_converted(char* to, std::size_t size) {
    std::array<char, 16 << 10> bytes{};
    while (converter_->waiting().empty()) {
        const std::size_t count = read_bytes(bytes.data(), bytes.size());
        converter_->convert({bytes.data(), count}, count == 0);
        if (count == 0 && converter_->waiting().empty()) return 0;
    }
    const auto some = converter_->waiting().substr(0, size);
    std::memcpy(to, some.data(), some.size());
    converter_->take(some.size());
    return some.size();
}

}  // namespace rapport::kit
