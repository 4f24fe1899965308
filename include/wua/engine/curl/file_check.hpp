// SPDX-License-Identifier: MIT
#pragma once

// The policy's check of one file: what it is asked, and what its answer means for the download.

#include <wua/engine/content/content_checker.hpp>
#include <wua/engine/curl/file_place.hpp>
#include <wua/engine/disk/disk.hpp>
#include <wua/engine/disk/part_file.hpp>
#include <wua/engine/download_policy.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/separate_compilation.hpp>

#include <memory>
#include <string>

namespace wua::detail
{

// For the loop's thread.
class file_check
{
public:
    // The place must outlive it.
    explicit file_check(const file_place& place) : m_place(place) {}

    // There is a check.
    bool is_wanted() const noexcept
    {
        return static_cast<bool>(m_place.update().core.checker);
    }

    // A question about a file that was there already. Its answer comes on the checker's thread.
    void ask(std::shared_ptr<const disk_file> existing, content_checker::callback on_answered);

    // The file is not kept open any more.
    std::shared_ptr<const disk_file> take_file() noexcept;

    // Prepares a question about stored bytes.
    void prepare(const std::shared_ptr<part_file>& part);

    // The question to be asked before the file gets its name; null when there is none, or it has been accepted.
    std::shared_ptr<content_check_request> question() const noexcept
    {
        return m_is_accepted ? nullptr : m_question;
    }
    void note_accepted() noexcept
    {
        m_is_accepted = true;
    }

    // The answer is no longer wanted.
    void withdraw() noexcept;

    // What a refusal means for a file with or without a digest, which says that any URL has the same content.
    static fetch_failure failure_of(const content_verdict& refusal, bool has_digest);

private:
    std::shared_ptr<content_check_request> made_question(std::string name, std::string leaf) const;

    const file_place& m_place;
    std::shared_ptr<content_check_request> m_question; // the last one
    bool m_is_accepted = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/file_check.ipp>
#endif
