// SPDX-License-Identifier: MIT
// Before the first NUL a text, as each form takes it and a terminal shows it; behind it a JSON Schema, and behind the
// next NUL a value that is held against it.
#include <array>

#include "bus/base/error.hpp"
#include "bus/base/known_fields.hpp"
#include "bus/base/text.hpp"
#include "bus/base/wire.hpp"
#include "tests/fuzz/must.hpp"

namespace {

using namespace rapport;
using fuzz::must;

bool harmless(std::string_view text) {
    const TextLook look = look_at(text);
    return look.utf8 && !look.unsound && text.find_first_of("\r\t") == text.npos;
}

void read_text(std::string_view text) {
    const TextLook whole = look_at(text);
    must(whole.utf8 == clean_text(text), "both ways of looking see UTF-8 alike");
    must(harmless(printable(text)) && printable(text).find('\n') == std::string::npos, "what is printable is one line");
    must(harmless(printable_lines(text)), "what is printable in lines controls nothing");
    if (!whole.utf8) return;
    std::string bytes;
    Writer(bytes).text(text);
    const std::string json = to_json(bytes);
    must(harmless(json) && from_json(json) == bytes, "JSON controls nothing, and says the same");
    for (const TextForm form : {TextForm::line, TextForm::lines, TextForm::email, TextForm::verbatim}) {
        std::string room, again;
        const std::string_view once = kept(text, form, room);
        must(kept(once, form, again) == once, "what is kept is kept as it is");
        const TextLook look = look_at(once);
        if (form == TextForm::verbatim || !problem_with(look, once, form).empty()) continue;
        must(!look.unsound && once.find('\r') == once.npos, "what is taken holds no controls");
        must(form == TextForm::lines || !look.line_ends, "and a line is one line");
        must(form != TextForm::email || (printable(once) == once && once.find(' ') == once.npos),
             "an address is plain");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::array<std::string_view, 3> parts;
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    for (auto& part : parts) {
        part = rest.substr(0, rest.find('\0'));
        rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    }
    read_text(parts[0]);
    try {
        const KnownFields known(std::string_view(from_json(parts[1])));
        known.check(from_json(parts[2]));
    } catch (const Error&) {
        return 0;  // refused, as noise should be
    }
    return 0;
}
