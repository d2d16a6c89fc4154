// SPDX-License-Identifier: MIT
#include "sdk/host/curl_library.hpp"

#include <dlfcn.h>

#include <boost/dll/shared_library.hpp>
#include <stdexcept>
#include <string>

namespace rapport::sdk {
namespace {

CurlLibrary load() try {
    static boost::dll::shared_library library;  // never unloaded: it starts threads of its own
    library.load("libcurl.so.4", static_cast<boost::dll::load_mode::type>(
                                     boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local |
                                     boost::dll::load_mode::search_system_folders | RTLD_NODELETE));
    CurlLibrary curl{};
    const auto find = [&](auto& into, const char* name) {
        into = &library.get<std::remove_pointer_t<std::remove_reference_t<decltype(into)>>>(name);
    };
    find(curl.global_init, "curl_global_init");
    find(curl.easy_init, "curl_easy_init");
    find(curl.easy_reset, "curl_easy_reset");
    find(curl.easy_setopt, "curl_easy_setopt");
    find(curl.easy_perform, "curl_easy_perform");
    find(curl.easy_getinfo, "curl_easy_getinfo");
    find(curl.easy_strerror, "curl_easy_strerror");
    find(curl.easy_cleanup, "curl_easy_cleanup");
    find(curl.slist_append, "curl_slist_append");
    find(curl.slist_free_all, "curl_slist_free_all");
    curl.global_init(CURL_GLOBAL_DEFAULT);
    return curl;
} catch (const std::exception& error) {
    throw std::runtime_error(std::string("HTTP needs libcurl (Debian: libcurl4), which does not load: ") +
                             error.what());
}

}  // namespace

const CurlLibrary& CurlLibrary::get() {
    static const CurlLibrary curl = load();
    return curl;
}

}  // namespace rapport::sdk
