// Makes photos smaller before they are sent: those of a phone have far more pixels than anybody
// needs to see a crack, and cost the customer's time and money. The picture keeps its upright side;
// what a camera writes beside it (place, device) is left behind.

const LONGEST_PX = 2560;
const WORTH_IT_BYTES = 1024 * 1024;
const QUALITY = 0.86;

// The file to send: smaller where that helps, otherwise the same. Never rejects.
export async function shrink(file: File): Promise<File> {
  if (file.type !== 'image/jpeg' || file.size < WORTH_IT_BYTES) return file;
  try {
    const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, LONGEST_PX / Math.max(image.width, image.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const blob = await new Promise<Blob | null>((resolve) =>
      canvas.toBlob(resolve, 'image/jpeg', QUALITY));
    return blob && blob.size < file.size ? new File([blob], file.name, { type: blob.type }) : file;
  } catch {
    return file; // the server looks at it anyway
  }
}
