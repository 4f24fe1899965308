// SPDX-License-Identifier: MIT
// wua_fetch_client MANIFEST OUTPUT trust|verify|unsynced [PARALLEL [CA_FILE]]
//
// Our program in the measurements. It is a separate executable, since everything linked into one counts as its memory.

#include <wua/engine/curl_engine.hpp>
#include <wua/job/job.hpp>

#include <algorithm>
#include <cinttypes>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace
{

struct download_options
{
    bool verifies = false;
    bool syncs = true;
    std::size_t parallel = 0; // 0 for the default
    std::filesystem::path ca_file;
};

// Downloads what a manifest names; returns 0 if everything is there. Digests are checked only on request. Reads without
// the standard library's streams: the parts of a library that are loaded count as memory of the process, and an engine
// does not need these.
int download(const std::filesystem::path& manifest, const std::filesystem::path& output, const download_options& wanted)
{
    std::vector<wua::update_pointer> updates;
    {
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(manifest.c_str(), "r"), &std::fclose);
        char urls[512]; // those of one file, separated by bars
        char name[64];
        std::uint64_t size = 0;
        char digest[65];
        while (file && std::fscanf(file.get(), "%511s %63s %" SCNu64 " %64s", urls, name, &size, digest) == 4)
        {
            wua::update_item item;
            item.title = name;
            wua::content_file& only = item.files.emplace_back();
            for (std::string_view rest = urls; !rest.empty();)
            {
                const std::size_t end = std::min(rest.find('|'), rest.size());
                only.urls.emplace_back(rest.substr(0, end));
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
            only.size = size;
            only.digest = wanted.verifies ? std::optional(wua::content_digest::sha256(digest)) : std::nullopt;
            updates.push_back(std::make_shared<const wua::update_item>(std::move(item)));
        }
    }
    wua::curl_options options;
    options.directory = output;
    options.ca_file = wanted.ca_file;
    options.sync = wanted.syncs ? wua::sync_policy::always : wua::sync_policy::never;
    if (wanted.parallel != 0)
    {
        options.parallel = {wanted.parallel, wanted.parallel, wanted.parallel};
    }
    options.loops = updates.size() == 1 ? 1 : 2;
    wua::job job = wua::start(wua::curl_engine(std::move(options)), std::move(updates));
    return job.wait().is_success() ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    try
    {
        if (arguments.size() >= 3 && arguments.size() <= 5)
        {
            return download(arguments[0], arguments[1],
                            {.verifies = arguments[2] == "verify",
                             .syncs = arguments[2] != "unsynced",
                             .parallel = arguments.size() > 3 ? std::stoul(arguments[3]) : 0,
                             .ca_file = arguments.size() > 4 ? arguments[4] : ""});
        }
        std::fprintf(stderr, "usage: wua_fetch_client MANIFEST OUTPUT trust|verify|unsynced [PARALLEL [CA_FILE]]\n");
        return 2;
    }
    catch (const std::exception& error)
    {
        std::fprintf(stderr, "wua_fetch_client: %s\n", error.what());
        return EXIT_FAILURE;
    }
}
