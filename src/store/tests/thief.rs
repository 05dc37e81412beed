//! Somebody who has the profile's folder and its key: reads every page that lies there, decrypted.

use std::fs;
use std::path::Path;

use super::passphrase;
use crate::model::ProfileDir;
use crate::store::wrap::DatabaseKey;
use crate::store::{StoreOptions, key_file};

const PAGE: usize = 4096;
const RESERVE: usize = 80;

/// Every page in the profile: those of the database, unused ones included, and those in the log.
/// SQLCipher's pages are `data ‖ IV (16) ‖ HMAC (64)`, AES-256-CBC; the key of `PRAGMA key =
/// "x'…'"` is used as it is.
pub(super) fn pages(dir: &Path, key: &DatabaseKey) -> Vec<Vec<u8>> {
    let mut pages = Vec::new();
    let database = fs::read(dir.join("hushwing.db")).unwrap();
    for (n, page) in database.chunks_exact(PAGE).enumerate() {
        // The first 16 bytes of the file are the salt.
        pages.push(decrypted(&page[if n == 0 { 16 } else { 0 }..], key));
    }
    // The log: a header of 32 bytes, then frames of 24 bytes and a page.
    let log = fs::read(dir.join("hushwing.db-wal")).unwrap_or_default();
    for frame in log.get(32..).unwrap_or_default().chunks_exact(24 + PAGE) {
        let first = frame[..4] == [0, 0, 0, 1];
        pages.push(decrypted(&frame[24 + if first { 16 } else { 0 }..], key));
    }
    pages
}

fn decrypted(page: &[u8], key: &DatabaseKey) -> Vec<u8> {
    use aes_gcm::aes::Aes256;
    use aes_gcm::aes::cipher::{Array, BlockCipherDecrypt, KeyInit};
    let (data, reserve) = page.split_at(page.len() - RESERVE);
    let cipher = Aes256::new_from_slice(key.expose()).unwrap();
    let mut before: [u8; 16] = reserve[..16].try_into().unwrap();
    let mut plain = Vec::with_capacity(data.len());
    for block in data.chunks_exact(16) {
        let mut opened = Array::try_from(block).unwrap();
        cipher.decrypt_block(&mut opened);
        plain.extend(opened.iter().zip(before).map(|(a, b)| a ^ b));
        before.copy_from_slice(block);
    }
    plain
}

/// Every page of a profile that this passphrase opens.
pub(crate) fn stolen(dir: &ProfileDir, words: &str) -> Vec<Vec<u8>> {
    let wrapped = key_file::read(dir.path()).unwrap().unwrap();
    let key = wrapped.open(&passphrase(words), &*StoreOptions::for_tests().keyring).unwrap();
    pages(dir.path(), &key)
}
