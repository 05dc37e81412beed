//! Reading what a picture of a code (QR) holds, a link or plain bytes, from a file or the clipboard.
//!
//! Pictures come from outside: bounded in bytes and pixels before they are decoded, in time while
//! the code is looked for, and never on the window's thread.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use image::{DynamicImage, ImageReader, Limits};

/// Largest file, in bytes.
const MOST_BYTES: u64 = 20 << 20;
/// Widest and highest picture.
const MOST_SIDE: u32 = 12_000;
/// Most memory for decoding.
const MOST_MEMORY: u64 = 256 << 20;
/// A picture is looked at in these sizes, the longest side in pixels: a photograph's grain is
/// gone in a smaller one, and a small code is lost.
const SIDES: [u32; 3] = [1_200, 600, 2_400];
/// Longest search for a code.
const PATIENCE: Duration = Duration::from_secs(10);
/// A dialog that ended before anybody could have seen it was never there.
const UNSEEN: Duration = Duration::from_millis(500);

/// Why nothing was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// The file cannot be read.
    NoFile,
    /// Too large.
    TooLarge,
    /// No picture, or one of a kind that is not read here.
    NoPicture,
    /// A picture without a code.
    NoCode,
    /// It took too long.
    TooLong,
    /// No picture lies in the clipboard.
    NothingCopied,
    /// Nothing here can show a dialog.
    NoDialog,
}

impl Unreadable {
    /// What a person can do about it.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Self::NoFile => say!("code-no-file"),
            Self::TooLarge => say!("code-too-large"),
            Self::NoPicture => say!("code-no-picture"),
            Self::NoCode => say!("code-none"),
            Self::TooLong => say!("code-too-long"),
            Self::NothingCopied => say!("code-nothing-copied"),
            Self::NoDialog => say!("code-no-dialog"),
        }
    }
}

/// What can be looked for in a code. Codes that hold anything else are passed over.
pub(crate) trait Held: Send + Sized + 'static {
    /// Of the bytes of a code.
    fn of(bytes: Vec<u8>) -> Option<Self>;
}

impl Held for String {
    fn of(bytes: Vec<u8>) -> Option<Self> {
        Self::from_utf8(bytes).ok()
    }
}

impl Held for Vec<u8> {
    fn of(bytes: Vec<u8>) -> Option<Self> {
        Some(bytes)
    }
}

/// Lets the person choose a picture and reads it. `None`: the dialog was left.
pub(crate) async fn chosen<T: Held>() -> Result<Option<T>, Unreadable> {
    let asked = Instant::now();
    let dialog = rfd::AsyncFileDialog::new()
        .add_filter("PNG, JPEG, GIF, WebP, BMP", &["png", "jpg", "jpeg", "gif", "webp", "bmp"]);
    match dialog.pick_file().await {
        Some(file) => of_file(file.path().to_owned()).await.map(Some),
        None if asked.elapsed() >= UNSEEN => Ok(None),
        None => Err(Unreadable::NoDialog),
    }
}

/// Reads the picture in the clipboard.
pub(crate) async fn pasted<T: Held>() -> Result<Option<T>, Unreadable> {
    aside(|| {
        let mut clipboard = arboard::Clipboard::new().map_err(|_| Unreadable::NothingCopied)?;
        let picture = clipboard.get_image().map_err(|_| Unreadable::NothingCopied)?;
        let side = |side: usize| u32::try_from(side).ok().filter(|side| *side <= MOST_SIDE);
        let (Some(width), Some(height)) = (side(picture.width), side(picture.height)) else {
            return Err(Unreadable::TooLarge);
        };
        let rgba = image::RgbaImage::from_raw(width, height, picture.bytes.into_owned())
            .ok_or(Unreadable::NoPicture)?;
        find(&DynamicImage::ImageRgba8(rgba))
    })
    .await
    .map(Some)
}

/// Reads the picture in a file.
pub(crate) async fn of_file<T: Held>(path: PathBuf) -> Result<T, Unreadable> {
    aside(move || read(&path)).await
}

/// Works on a thread that may wait, and not for long.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Unreadable> + Send + 'static,
) -> Result<T, Unreadable> {
    match tokio::time::timeout(PATIENCE, tokio::task::spawn_blocking(work)).await {
        Ok(Ok(done)) => done,
        // The reader fell over something in the picture.
        Ok(Err(_)) => Err(Unreadable::NoCode),
        Err(_) => Err(Unreadable::TooLong),
    }
}

fn read<T: Held>(path: &Path) -> Result<T, Unreadable> {
    let file = std::fs::File::open(path).map_err(|_| Unreadable::NoFile)?;
    // Pipes and devices would be waited for for ever.
    if !file.metadata().is_ok_and(|about| about.is_file()) {
        return Err(Unreadable::NoFile);
    }
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|_| Unreadable::NoFile)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Unreadable::TooLarge);
    }
    find(&decode(&bytes)?)
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, Unreadable> {
    let mut reader = ImageReader::new(std::io::Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| Unreadable::NoPicture)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    reader.decode().map_err(|error| match error {
        image::ImageError::Limits(_) => Unreadable::TooLarge,
        _ => Unreadable::NoPicture,
    })
}

/// The first code that can be read.
fn find<T: Held>(picture: &DynamicImage) -> Result<T, Unreadable> {
    let begun = Instant::now();
    let whole = picture.width().max(picture.height());
    let mut looked_at = Vec::new();
    for side in SIDES.map(|side| side.min(whole)) {
        if looked_at.contains(&side) || begun.elapsed() > PATIENCE {
            continue;
        }
        looked_at.push(side);
        let grey = if side < whole { picture.thumbnail(side, side) } else { picture.clone() };
        let grey = grey.into_luma8();
        let (width, height) = grey.dimensions();
        let mut seen =
            rqrr::PreparedImage::prepare_from_greyscale(width as usize, height as usize, |x, y| {
                let at = y * width as usize + x;
                grey.as_raw().get(at).copied().unwrap_or(u8::MAX)
            });
        let held = |grid: rqrr::Grid<_>| {
            let mut bytes = Vec::new();
            grid.decode_to(&mut bytes).ok()?;
            T::of(bytes)
        };
        if let Some(held) = seen.detect_grids().into_iter().find_map(held) {
            return Ok(held);
        }
    }
    Err(Unreadable::NoCode)
}

/// The path that somebody typed or pasted instead of a link, as file managers copy it.
pub(crate) fn path_in(text: &str) -> Option<PathBuf> {
    let text = text.trim().trim_matches(['"', '\'']);
    if let Some(rest) = text.strip_prefix("file://") {
        let url = url::Url::parse(&format!("file://{rest}")).ok()?;
        return url.to_file_path().ok();
    }
    let path = PathBuf::from(text);
    if path.is_absolute() {
        return Some(path);
    }
    let home = directories::UserDirs::new()?;
    text.strip_prefix("~/").map(|rest| home.home_dir().join(rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::widget::qr::Qr;
    use super::*;

    const LINK: &str = "hushwing:nprofile1qqsxsa5u3xkdh4lxlcz2v6c7f4m2x0dlp6hl5qs9l4n0?name=Lena";

    fn saved(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("picture");
        std::fs::write(&path, bytes).unwrap();
        (folder, path)
    }

    #[test]
    fn a_saved_picture_of_a_link_is_read() {
        let (_folder, path) = saved(&Qr::of(LINK).unwrap().png().unwrap());
        assert_eq!(read(&path), Ok(LINK.to_owned()));
    }

    #[test]
    fn bytes_that_are_no_text_are_read_as_they_are_and_are_no_link() {
        let bytes: Vec<u8> = (0..74).map(|n| 0xFF - n * 3).collect();
        let code = Qr::of_bytes(&bytes, [6, 53, 45], 200.0).unwrap();
        let (_folder, path) = saved(&code.png().unwrap());
        assert_eq!(read(&path), Ok(bytes));
        assert_eq!(read::<String>(&path), Err(Unreadable::NoCode));
    }

    #[test]
    fn a_code_within_a_large_photograph_is_found() {
        let code = image::load_from_memory(&Qr::of(LINK).unwrap().png().unwrap()).unwrap();
        let mut photo = DynamicImage::new_luma8(3_000, 2_000).into_luma8();
        for (at, pixel) in photo.pixels_mut().enumerate() {
            pixel.0[0] = 90 + (at % 37) as u8;
        }
        let code = code.thumbnail(700, 700).into_luma8();
        image::imageops::overlay(&mut photo, &code, 1_500, 600);
        assert_eq!(find(&DynamicImage::ImageLuma8(photo)), Ok(LINK.to_owned()));
    }

    #[test]
    fn every_refusal_has_its_reason() {
        let (folder, path) = saved(b"not a picture");
        assert_eq!(read::<String>(&path), Err(Unreadable::NoPicture));
        assert_eq!(read::<String>(&folder.path().join("gone")), Err(Unreadable::NoFile));
        assert_eq!(read::<String>(folder.path()), Err(Unreadable::NoFile));
        let blank = DynamicImage::new_luma8(300, 300);
        assert_eq!(find::<String>(&blank), Err(Unreadable::NoCode));
        let large = std::fs::File::create(&path).unwrap();
        large.set_len(MOST_BYTES + 1).unwrap();
        assert_eq!(read::<String>(&path), Err(Unreadable::TooLarge));
    }

    #[test]
    fn a_picture_that_claims_to_be_endless_is_not_decoded() {
        // A PNG header of 60,000 by 60,000 pixels, as decompression bombs have it.
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend(60_000_u32.to_be_bytes());
        png.extend(60_000_u32.to_be_bytes());
        png.extend([8, 6, 0, 0, 0, 0, 0, 0, 0]);
        assert!(matches!(decode(&png), Err(Unreadable::TooLarge | Unreadable::NoPicture)));
        let bmp = {
            let mut bytes = Vec::new();
            let wide = DynamicImage::new_luma8(MOST_SIDE + 1, 1);
            wide.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Bmp).unwrap();
            bytes
        };
        assert_eq!(decode(&bmp).err(), Some(Unreadable::TooLarge));
    }

    #[test]
    fn a_path_is_told_from_a_link() {
        let path = |text| path_in(text).map(|p| p.to_string_lossy().into_owned());
        assert_eq!(path("/home/lena/owl.png").as_deref(), Some("/home/lena/owl.png"));
        assert_eq!(path("file:///home/my%20owl.png").as_deref(), Some("/home/my owl.png"));
        assert_eq!(path("'/tmp/owl.png' ").as_deref(), Some("/tmp/owl.png"));
        assert_eq!(path(LINK), None);
        assert_eq!(path("npub1abc"), None);
    }

    proptest! {
        #![proptest_config(crate::app::testing::cases(24))]
        #[test]
        fn no_picture_breaks_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            drop(decode(&bytes).map(|picture| find::<Vec<u8>>(&picture)));
        }

        #[test]
        fn noise_is_no_code(pixels in prop::collection::vec(any::<u8>(), 64 * 64)) {
            let noise = image::GrayImage::from_raw(64, 64, pixels).unwrap();
            drop(find::<Vec<u8>>(&DynamicImage::ImageLuma8(noise)));
        }
    }
}
