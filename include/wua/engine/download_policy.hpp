// SPDX-License-Identifier: MIT
#pragma once

// What an engine may download at all, and what must be true before a file gets its name.

#include <wua/com/hresult.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/transfer_errors.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua
{

namespace detail
{
class disk_file;
}

/// A complete file with the right digests, as a content_check sees it. Valid during that one call.
class finished_content
{
public:
    finished_content(const update_pointer& update, std::size_t file_index, const std::filesystem::path& path,
                     const detail::disk_file& file, std::uint64_t size, std::stop_token stop)
        : m_update(update),
          m_file_index(file_index),
          m_path(path),
          m_file(file),
          m_size(size),
          m_stop(std::move(stop))
    {}

    finished_content(const finished_content&) = delete;
    finished_content& operator=(const finished_content&) = delete;

    /// The update that it was downloaded for, and the index of the file in it.
    const update_pointer& update() const noexcept
    {
        return m_update;
    }
    std::size_t file_index() const noexcept
    {
        return m_file_index;
    }

    /// The absolute path of NAME.part in the engine's directory; for a file that was there already, its name. You may
    /// pass it to another program, which must not change the file.
    const std::filesystem::path& path() const noexcept
    {
        return m_path;
    }

    /// Bytes.
    std::uint64_t size() const noexcept
    {
        return m_size;
    }

    /// Reads from the same open file that will get the name: as many bytes as requested, fewer only at its end. Any
    /// thread. Throws std::system_error.
    std::size_t read(std::uint64_t from, char* bytes, std::size_t size) const;

    /// Stopped when the verdict is no longer wanted: the update was aborted, or the engine is being destroyed. Its
    /// std::stop_callbacks run on threads of the engine, or on that of its destructor, and must not wait.
    const std::stop_token& stop_token() const noexcept
    {
        return m_stop;
    }

private:
    const update_pointer& m_update;
    std::size_t m_file_index;
    const std::filesystem::path& m_path;
    const detail::disk_file& m_file;
    std::uint64_t m_size;
    std::stop_token m_stop;
};

/// What happens to a refused file.
enum class refused_file : std::uint8_t
{
    discarded, // removed
    kept,      // as NAME.part, if it can be continued: the next download of it requests no byte, only another check
};

struct content_verdict
{
    bool is_accepted = true;

    /// Why the file is refused: the update's failure. If hresult is not a failure code, the default one is used.
    std::string sentence{};
    HRESULT hresult = bg_e_validation_failed;
    refused_file what = refused_file::discarded;

    static content_verdict accepted()
    {
        return {};
    }
    static content_verdict refused(std::string why, refused_file what = refused_file::discarded,
                                   HRESULT hresult = bg_e_validation_failed)
    {
        return {false, std::move(why), hresult, what};
    }
};

/// Examines content before it gets its name, for example for a signature. May take long. If it throws, the file is
/// refused with the exception's code and text, and kept.
using content_check = std::function<content_verdict(const finished_content&)>;

/// The rules that a curl_engine follows; by default everything is allowed. Whatever a policy forbids fails with
/// WU_E_CALL_CANCELLED_BY_POLICY, or WU_E_DM_DOWNLOADLIMITEDBYUPDATESIZE if it is too large, and a text that says what
/// is forbidden and why. If one file of an update is forbidden, nothing of the update is fetched. Of several URLs of a
/// file, only the allowed ones are used; a redirect to a forbidden one is a failure of that URL.
struct download_policy
{
    /// Allows only https://.
    bool https_only = false;

    /// Each file must have a digest.
    bool requires_digest = false;

    /// A file with digests must have one besides SHA-1, which alone counts as none. A SHA-1 beside another digest must
    /// still match.
    bool refuses_sha1 = false;

    /// The only hosts allowed: exact names, and "*.example.com" for all below example.com but not itself. Without
    /// scheme or port; IPv6 addresses in brackets. Case is ignored. Empty: all. Does not apply to proxies.
    std::vector<std::string> allowed_hosts{};

    /// The most bytes that an update may have, whatever it states itself; 0: no limit.
    std::uint64_t max_update_bytes = 0;

    /// Called once for each file that was downloaded or found there already; null: no check. It runs on a thread of its
    /// own, one file at a time: others are downloaded, hashed and synced meanwhile, but wait for their own check. It
    /// runs during dphVerifying; no deadline of retry_policy ends it. An aborted update does not wait for it; the
    /// engine's destructor does, unless called from the check. Updates that share a download share the verdict.
    content_check check{};
};

/// What is wrong with the policy itself, as a sentence; empty if it is valid. The constructor of curl_engine throws it
/// as hresult_error: E_INVALIDARG.
std::string fault_of(const download_policy& policy);

/// Why the policy forbids the file, regardless of its URLs, as a sentence; empty if it does not. For engines of your
/// own.
std::string objection_to(const download_policy& policy, const content_file& file);

/// True when the host is allowed: a name, or an address as written in a URL.
bool is_allowed_host(const download_policy& policy, std::string_view host);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/download_policy.ipp>
#endif
