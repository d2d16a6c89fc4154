// SPDX-License-Identifier: MIT
// Up to the first NUL a TOML file, after it flags, each up to the next.
#include "services/kit/config.hpp"

#include <sys/mman.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include "bus/base/error.hpp"
#include "bus/security/toml.hpp"
#include "tests/fuzz/must.hpp"

namespace {

using namespace rapport;
using fuzz::must;

struct Mail {
    std::string host = "localhost";
    std::int32_t port = 25;
    bool tls = true;
    double rate = 1.5;
    std::optional<std::string> password;
    std::vector<std::string> rules;
    static constexpr auto fields = describe(
        Field{"host", &Mail::host, "where", length(1, 20), defaulted},
        Field{"port", &Mail::port, "port", between(1, 65'535), defaulted},
        Field{"tls", &Mail::tls, "whether encrypted", defaulted}, Field{"rate", &Mail::rate, "a second", defaulted},
        Field{"password", &Mail::password, "what to sign in with", length(0, 100), secret},
        Field{"rules", &Mail::rules, "what to tell", length(0, 9)});
};

/// A file that is nowhere on disk.
class File {
public:
    explicit File(std::string_view text) : fd_(::memfd_create("config.toml", MFD_CLOEXEC)) {
        must(::write(fd_, text.data(), text.size()) == static_cast<ssize_t>(text.size()), "the file is written");
    }
    ~File() { ::close(fd_); }
    std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

private:
    int fd_;
};

/// The keys of a bus are read from such files too, by a reader of their own.
void read_as_keys(const std::string& path) {
    try {
        const auto map = bus::read_toml(path);
        must(nlohmann::json::accept(to_json(map)), "what was read can be shown");
        bus::refuse_unknown_keys(map, shape_of<Mail>(), path);
    } catch (const Error&) {
        return;
    }
}

void read_as_settings(const std::string& path, std::vector<std::string> flags) {
    const kit::ConfigSources sources("mail", path, std::move(flags), {});
    const auto settings = sources.read<Mail>();
    must(!settings.host.empty() && settings.port >= 1 && settings.rules.size() <= 9, "bounds are kept");
    must(nlohmann::json::accept(kit::masked(shape_of<Mail>(), &settings)), "settings can be shown");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view input(reinterpret_cast<const char*>(data), size);
    if (input.find("password_file") != input.npos) return 0;  // it would be read: any file of this machine
    const File file(input.substr(0, input.find('\0')));
    std::vector<std::string> flags;
    for (auto nul = input.find('\0'); nul != input.npos; nul = input.find('\0')) {
        input.remove_prefix(nul + 1);
        flags.emplace_back(input.substr(0, input.find('\0')));
    }
    read_as_keys(file.path());
    try {
        read_as_settings(file.path(), std::move(flags));
    } catch (const Error&) {
        return 0;  // refused, as noise should be
    }
    return 0;
}
