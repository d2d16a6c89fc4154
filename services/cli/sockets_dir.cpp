// SPDX-License-Identifier: MIT
#include "services/cli/sockets_dir.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "bus/base/error.hpp"

namespace rapport::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_ipc_path = 107;
constexpr std::string_view longest_name = "/bus.pub";

/// FNV-1a: the same in every build and every run, which std::hash does not promise.
std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash;
}

fs::path path_for(const StateDir& state) {
    const auto hash = fmt::format("{:016x}", hash_of(state.path().string()));
    if (const char* runtime = std::getenv("XDG_RUNTIME_DIR"); runtime && *runtime == '/') {
        auto path = fs::path(runtime) / ("rapport-" + hash);
        if (path.string().size() + longest_name.size() <= longest_ipc_path && ::access(runtime, W_OK) == 0) return path;
    }
    return fmt::format("/tmp/rapport-{}-{}", ::getuid(), hash);
}

/// Anyone may make folders in /tmp: one that is not ours alone would let others answer as our services.
void require_ours(const fs::path& path) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0)
        throw Error(Code::failed_precondition, path.string() + ": " + std::generic_category().message(errno));
    if (!S_ISDIR(info.st_mode) || info.st_uid != ::getuid() || (info.st_mode & 0077) != 0)
        throw Error(Code::failed_precondition, path.string() + " is not a folder of ours alone (mode 0700): remove it");
}

void empty(const fs::path& path) {
    for (const auto& entry : fs::directory_iterator(path)) fs::remove(entry.path());
}

}  // namespace

SocketsDir::SocketsDir(const StateDir& state) : path_(path_for(state)) {
    if (::mkdir(path_.c_str(), 0700) != 0 && errno != EEXIST)
        throw Error(Code::failed_precondition, path_.string() + ": " + std::generic_category().message(errno));
    require_ours(path_);
    empty(path_);
}

SocketsDir::~SocketsDir() {
    std::error_code ignored;  // nothing can be done about it here, and the next start empties the folder
    fs::remove_all(path_, ignored);
}

}  // namespace rapport::cli
