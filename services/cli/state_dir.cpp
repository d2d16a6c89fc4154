// SPDX-License-Identifier: MIT
#include "services/cli/state_dir.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"
#include "services/kit/service/private_state.hpp"

namespace rapport::cli {
namespace {

namespace fs = std::filesystem;

/// Locks of the whole file that belong to the open file, so that they are asked about without being taken and lost.
struct flock whole_file() {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

[[noreturn]] void cannot(const std::string& what, const fs::path& path, int error) {
    throw Error(Code::failed_precondition,
                "cannot " + what + " " + path.string() + ": " + std::generic_category().message(error));
}

std::optional<std::string> contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return {};
    return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

StateDir::StateDir(const fs::path& path) : path_(fs::weakly_canonical(fs::absolute(path))) {}

fs::path StateDir::by_default() {
    if (const char* data = std::getenv("XDG_DATA_HOME"); data && *data == '/') return fs::path(data) / "rapport";
    const char* home = std::getenv("HOME");
    return fs::path(home ? home : ".") / ".local/share/rapport";
}

std::optional<RunFile> StateDir::running() const {
    if (!StateLock::holder(*this)) return {};
    const auto json = contents(run_file());
    if (!json) return {};
    try {
        return decode<RunFile>(from_json(*json));
    } catch (const Error& error) {
        throw Error(Code::internal, run_file().string() + ": " + error.message());
    }
}

void StateDir::write(const RunFile& run) const {
    const auto draft = run_file().string() + ".new";
    std::ofstream file(draft, std::ios::binary | std::ios::trunc);
    file << to_pretty_json(encode(run)) << '\n';
    file.close();
    if (!file) cannot("write", draft, errno);
    fs::rename(draft, run_file());
}

StateLock::StateLock(const StateDir& state) {
    fs::create_directories(state.path().parent_path());
    if (::mkdir(state.path().c_str(), 0700) != 0 && errno != EEXIST) cannot("create", state.path(), errno);
    kit::require_private(state.path());
    for (const auto& folder : {state.path(), state.logs(), state.keys(), state.path() / "plugins"})
        kit::tighten_files_in(folder);
    fd_ = ::open(state.lock_file().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd_ < 0) cannot("open", state.lock_file(), errno);
    auto lock = whole_file();
    if (::fcntl(fd_, F_OFD_SETLK, &lock) == 0) {
        if (::ftruncate(fd_, 0) == 0) ::dprintf(fd_, "%d\n", ::getpid());
        return;
    }
    ::close(fd_);
    const auto other = holder(state);
    throw Error(Code::failed_precondition, "another rapport up " +
                                               (other ? "(process " + std::to_string(*other) + ") " : std::string()) +
                                               "runs on " + state.path().string());
}

StateLock::~StateLock() { ::close(fd_); }

std::optional<int> StateLock::holder(const StateDir& state) {
    const int fd = ::open(state.lock_file().c_str(), O_RDWR | O_CLOEXEC);
    if (fd < 0) return {};
    auto lock = whole_file();
    const bool asked = ::fcntl(fd, F_OFD_GETLK, &lock) == 0;
    ::close(fd);
    if (!asked || lock.l_type == F_UNLCK) return {};
    // Such a lock names no owner: the file does.
    return std::atoi(contents(state.lock_file()).value_or("0").c_str());
}

}  // namespace rapport::cli
