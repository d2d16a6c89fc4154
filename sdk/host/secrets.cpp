// SPDX-License-Identifier: MIT
#include "sdk/host/secrets.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "sdk/host/fd.hpp"

namespace rapport::sdk {
namespace {

constexpr std::size_t max_size = 64 * 1024, shortest_redacted = 4;
constexpr const char* wanted =
    "is a secret: say where it is kept, as \"env:NAME\", \"file:/PATH\" or \"credential:NAME\", not what it is";

std::string from_environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    if (!value) throw SecretError("names the environment variable " + name + ", which is not set");
    return value;
}

std::string read_all(const Fd& file, const std::string& path) {
    std::string content;
    std::array<char, 4096> block;
    for (;;) {
        const auto got = ::read(file.get(), block.data(), block.size());
        if (got == 0) return content;
        if (got < 0) throw SecretError("names " + path + ", which cannot be read: " + std::strerror(errno));
        content.append(block.data(), static_cast<std::size_t>(got));
        if (content.size() > max_size) throw SecretError("names " + path + ", which is larger than 64 KiB");
    }
}

FoundSecret from_file(const std::string& path) {
    if (!path.starts_with('/')) throw SecretError("names a file by a path that does not begin with /");
    const Fd file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    struct stat what {};
    if (!file || ::fstat(file.get(), &what) != 0)
        throw SecretError("names " + path + ", which cannot be read: " + std::strerror(errno));
    if (!S_ISREG(what.st_mode)) throw SecretError("names " + path + ", which is not a file");
    if (what.st_mode & S_IROTH)
        throw SecretError("names " + path + ", which everybody may read; take that away (chmod o-r " + path + ")");
    auto content = read_all(file, path);
    if (content.ends_with('\n')) content.pop_back();
    if (content.ends_with('\r')) content.pop_back();
    return {std::move(content), path, state_of(what)};
}

FoundSecret from_credentials(const std::string& name) {
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (!folder) throw SecretError("names a credential, but this service was started without $CREDENTIALS_DIRECTORY");
    if (name.empty() || name.find('/') != name.npos) throw SecretError("names a credential by what is no name");
    return from_file(std::string(folder) + "/" + name);
}

}  // namespace

FoundSecret fetch_secret(const std::string& reference) {
    constexpr std::string_view env = "env:", file = "file:", credential = "credential:";
    if (reference.starts_with(env)) return {from_environment(reference.substr(env.size()))};
    if (reference.starts_with(file)) return from_file(reference.substr(file.size()));
    if (reference.starts_with(credential)) return from_credentials(reference.substr(credential.size()));
    throw SecretError(wanted);
}

Redactor::Redactor(std::vector<std::string> secrets) : secrets_(std::move(secrets)) {
    for (std::size_t i = 0, whole = secrets_.size(); i < whole; ++i) {
        if (secrets_[i].find('\n') == std::string::npos) continue;
        std::istringstream lines(secrets_[i]);
        for (std::string line; std::getline(lines, line);)
            secrets_.push_back(line.substr(0, line.find_last_not_of(" \t\r") + 1));
    }
    std::erase_if(secrets_, [](const std::string& each) { return each.size() < shortest_redacted; });
    std::ranges::sort(secrets_, std::ranges::greater{}, &std::string::size);
}

std::string Redactor::operator()(std::string text) const {
    for (const auto& secret : secrets_)
        for (auto at = text.find(secret); at != text.npos; at = text.find(secret, at + 3))
            text.replace(at, secret.size(), "***");
    return text;
}

PluginSpec Redactor::over(PluginSpec spec) const {
    if (secrets_.empty()) return spec;
    spec.log = [log = std::move(spec.log), *this](LogLevel level, std::string_view line) {
        log(level, (*this)(std::string(line)));
    };
    return spec;
}

}  // namespace rapport::sdk
