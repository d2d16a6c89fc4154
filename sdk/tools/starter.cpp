// SPDX-License-Identifier: MIT
#include "sdk/tools/starter.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace rapport::sdk::tools {
namespace {

namespace fs = std::filesystem;

bool small(char c) { return c >= 'a' && c <= 'z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool dash(char c) { return c == '-' || c == '_'; }

void check_name(const std::string& name) {
    bool sound = !name.empty() && name.size() <= 64 && small(name.front()) && !dash(name.back());
    for (std::size_t i = 0; sound && i < name.size(); ++i)
        sound = small(name[i]) || digit(name[i]) || (dash(name[i]) && !dash(name[i + 1]));
    if (!sound)
        throw StarterError("'" + name +
                           "' is no name for a plugin: lower-case letters, digits and single dashes, a letter "
                           "first, 64 at most, such as acme-loyalty");
    // CMake's own targets.
    constexpr std::array taken = {"all", "test", "clean", "help", "install", "package", "rapport_sdk"};
    if (std::ranges::find(taken, name) != taken.end())
        throw StarterError("'" + name + "' means something to the build already; choose another name");
}

std::string camel(const std::string& name) {
    std::string out;
    bool up = true;
    for (const char c : name) {
        if (!dash(c)) out += up && small(c) ? static_cast<char>(c - 'a' + 'A') : c;
        up = dash(c);
    }
    return out;
}

std::string filled(std::string text, const std::string& name) {
    for (const auto& [what, by] : {std::pair<std::string, std::string>{"@name@", name}, {"@Name@", camel(name)}})
        for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
            text.replace(at, what.size(), by);
    return text;
}

fs::path make(const fs::path& from, const fs::path& base, const fs::path& target, const std::string& name) {
    auto relative = fs::path(filled(from.lexically_relative(base).string(), name));
    relative.replace_extension();  // .in
    std::ifstream in(from, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    fs::create_directories((target / relative).parent_path());
    std::ofstream out(target / relative, std::ios::binary);
    out << filled(text, name) << std::flush;
    if (!in || !out) throw StarterError((target / relative).string() + " cannot be written");
    return relative;
}

}  // namespace

std::vector<fs::path> make_repository(const std::string& kind, const std::string& name, const fs::path& into,
                                      const fs::path& starter) {
    check_name(name);
    if (kind != "rule" && kind != "channel") throw StarterError("a rule or a channel can be made, not '" + kind + "'");
    const auto target = into / name;
    if (fs::exists(target)) throw StarterError(target.string() + " is there already");
    if (!fs::is_directory(starter / kind))
        throw StarterError("the templates are missing: " + starter.string() + " is not there; install the SDK again");
    std::vector<fs::path> made;
    try {
        for (const auto& base : {starter / "both", starter / kind})
            for (const auto& each : fs::recursive_directory_iterator(base))
                if (each.is_regular_file() && each.path().extension() == ".in")
                    made.push_back(make(each.path(), base, target, name));
    } catch (const std::exception& error) {
        std::error_code ignored;  // why it failed is what matters
        fs::remove_all(target, ignored);
        throw StarterError(std::string("nothing was made: ") + error.what());
    }
    std::ranges::sort(made);
    return made;
}

fs::path installed_starter() {
    return fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "share/rapport/starter";
}

}  // namespace rapport::sdk::tools
