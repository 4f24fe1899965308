// SPDX-License-Identifier: MIT
#pragma once

// The files of an update as objects.

#include <wua/com/implements.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/download_content.hpp>

#include <memory>
#include <utility>

namespace wua
{

/// One file of an update. Immutable; any thread may read it.
class download_content final : public implements<download_content, IUpdateDownloadContent2>
{
public:
    explicit download_content(std::shared_ptr<const content_file> file) noexcept : m_file(std::move(file)) {}

    /// The URL that is tried first; empty when the file has none. Mirrors are not available here.
    WUA_INLINE HRESULT WUA_STDCALL get_DownloadUrl(BSTR* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsDeltaCompressedContent(VARIANT_BOOL* retval) noexcept override;

private:
    const std::shared_ptr<const content_file> m_file; // kept alive by the update's item
};

/// One content per file, in the order of the files. `item` must not be null.
com_ptr<IUpdateDownloadContentCollection> make_download_contents(const update_pointer& item);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/download_content.ipp>
#endif
