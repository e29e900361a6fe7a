//! next-plaid, measured by the commands that `protocol.py` describes.
//!
//! build: nbits. search: n_ivf_probe, n_full_scores.

use ndarray::Array2;
use next_plaid::index::IndexConfig;
use next_plaid::{MmapIndex, SearchParameters};
use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::io::{self, BufRead, Write};
use std::path::Path;
use std::time::Instant;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn texts(input: &Path, name: &str) -> Result<Vec<Array2<f32>>> {
    let table = fs::read_to_string(input.join(format!("{name}.tsv")))?;
    let counts: Vec<usize> = table
        .lines()
        .map(|line| line.rsplit('\t').next().unwrap_or("").parse())
        .collect::<std::result::Result<_, _>>()?;
    let bytes = fs::read(input.join(format!("{name}.f32")))?;
    let dimension = bytes.len() / 4 / counts.iter().sum::<usize>();
    let mut rows = bytes.chunks_exact(4).map(|b| f32::from_ne_bytes([b[0], b[1], b[2], b[3]]));
    counts
        .iter()
        .map(|&count| {
            let flat: Vec<f32> = rows.by_ref().take(count * dimension).collect();
            Ok(Array2::from_shape_vec((count, dimension), flat)?)
        })
        .collect()
}

fn folder_bytes(folder: &Path) -> io::Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        sum += if metadata.is_dir() { folder_bytes(&entry.path())? } else { metadata.len() };
    }
    Ok(sum)
}

fn number(settings: &HashMap<String, String>, name: &str) -> Result<usize> {
    Ok(settings.get(name).ok_or(format!("no {name}="))?.parse()?)
}

fn build(input: &Path, folder: &Path, settings: &HashMap<String, String>) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let begin = Instant::now();
    let config = IndexConfig { nbits: number(settings, "nbits")?, ..IndexConfig::default() };
    let path = folder.to_str().ok_or("the folder's name is no UTF-8")?;
    MmapIndex::create_with_kmeans(&texts(input, "documents")?, path, &config)?;
    println!("built\t{}\t{}", begin.elapsed().as_secs_f64(), folder_bytes(folder)?);
    Ok(())
}

fn peak_bytes() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).ok_or("no VmHWM")?;
    let kilobytes = line.split_whitespace().nth(1).ok_or("no number behind VmHWM")?;
    Ok(1024 * kilobytes.parse::<u64>()?)
}

fn serve(input: &Path, folder: &Path, settings: &HashMap<String, String>) -> Result<()> {
    let index = MmapIndex::load(folder.to_str().ok_or("the folder's name is no UTF-8")?)?;
    let queries = texts(input, "queries")?;
    let parameters = |k: usize| -> Result<SearchParameters> {
        Ok(SearchParameters {
            top_k: k,
            n_ivf_probe: number(settings, "n_ivf_probe")?,
            n_full_scores: number(settings, "n_full_scores")?,
            ..SearchParameters::default()
        })
    };
    let mut out = io::stdout().lock();
    writeln!(out, "ready")?;
    out.flush()?;
    for line in io::stdin().lock().lines() {
        let line = line?;
        let mut words = line.split_whitespace();
        let command = words.next().unwrap_or("");
        let k = words.next().unwrap_or("0").parse()?;
        match command {
            "answers" => {
                let parameters = parameters(k)?;
                for query in &queries {
                    let found = index.search(query, &parameters, None)?;
                    let pairs: Vec<String> = found
                        .passage_ids
                        .iter()
                        .zip(&found.scores)
                        .map(|(id, score)| format!("{id}\t{score}"))
                        .collect();
                    writeln!(out, "{}", pairs.join("\t"))?;
                }
            }
            "round" => {
                let parameters = parameters(k)?;
                let mut millis = Vec::new();
                for query in &queries {
                    let begin = Instant::now();
                    index.search(query, &parameters, None)?;
                    millis.push((1e3 * begin.elapsed().as_secs_f64()).to_string());
                }
                writeln!(out, "{}", millis.join("\t"))?;
            }
            "peak" => writeln!(out, "{}", peak_bytes()?)?,
            _ => return Err(format!("no command '{line}'").into()),
        }
        out.flush()?;
    }
    Ok(())
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let command = arguments.first().map(String::as_str).unwrap_or("");
    if command == "version" {
        println!("1.8.5");
        return Ok(());
    }
    if arguments.len() < 3 {
        return Err("version, build INPUT INDEX or serve INPUT INDEX".into());
    }
    let settings = arguments[3..]
        .iter()
        .filter_map(|each| each.split_once('='))
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect();
    let (input, folder) = (Path::new(&arguments[1]), Path::new(&arguments[2]));
    match command {
        "build" => build(input, folder, &settings),
        "serve" => serve(input, folder, &settings),
        _ => Err(format!("version, build or serve, got '{command}'").into()),
    }
}
