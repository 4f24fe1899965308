// SPDX-License-Identifier: MIT
#pragma once

// The codes with which a manifest is refused. The error's text says what is wrong.

#include <wua/com/hresult.hpp>

namespace wua
{

/// HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND): a manifest, signature or key file cannot be read.
inline constexpr HRESULT e_manifest_unreadable = hresult_from_win32(2);

/// HRESULT_FROM_WIN32(ERROR_INVALID_DATA): a manifest is too large, not JSON, or its content is invalid.
inline constexpr HRESULT e_manifest_invalid = hresult_from_win32(13);

/// TRUST_E_NOSIGNATURE: the signature is not a signature at all.
inline constexpr HRESULT e_manifest_not_signed = make_hresult(0x800B0100);

/// TRUST_E_SUBJECT_NOT_TRUSTED: the signature was made with a key that is not trusted.
inline constexpr HRESULT e_manifest_not_trusted = make_hresult(0x800B0004);

/// TRUST_E_BAD_DIGEST: the signature belongs to another file, or one of the two was changed.
inline constexpr HRESULT e_manifest_changed = make_hresult(0x80096010);

/// CERT_E_EXPIRED: the manifest has expired.
inline constexpr HRESULT e_manifest_expired = make_hresult(0x800B0101);

/// HRESULT_FROM_WIN32(ERROR_REVISION_MISMATCH): a manifest of that name with a higher version has been seen before.
inline constexpr HRESULT e_manifest_rolled_back = hresult_from_win32(1306);

/// HRESULT_FROM_WIN32(ERROR_FILE_CORRUPT): the file of the versions seen so far is damaged or not trustworthy.
inline constexpr HRESULT e_manifest_state_damaged = hresult_from_win32(1392);

} // namespace wua
