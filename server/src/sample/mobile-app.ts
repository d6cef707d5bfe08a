import type { SampleProject } from './sample-project.js';

export const mobileApp: SampleProject = {
  key: 'APP',
  name: 'Mobile App',
  description: 'The shop on phones: Android 12 and later, iOS 16 and later.',
  folders: {
    'First start': [
      { title: 'The app opens within two seconds', priority: 'HIGH', labels: ['performance'], steps: [['Start the app on the slowest supported phone', 'The first picture is there within two seconds']] },
      { title: 'Permissions are asked for when they are needed', priority: 'MEDIUM', steps: [['Start the app for the first time', 'No permission is asked for'], ['Scan a code', 'The camera is asked for, with the reason']] },
      { title: 'The language follows the phone', priority: 'MEDIUM', labels: ['i18n'], steps: [['Set the phone to French', 'The app is in French'], ['Set it to a language we do not have', 'The app is in English']] },
    ],
    'Sign-in': [
      { title: 'Sign in with e-mail and password', priority: 'CRITICAL', labels: ['smoke', 'security'], steps: [['Enter address and password', 'The start page greets by name']] },
      { title: 'Sign in with the fingerprint', priority: 'HIGH', labels: ['security'], preconditions: 'A fingerprint is known to the phone.', steps: [['Switch the fingerprint on in the settings', 'The password is asked for once'], ['Start the app again', 'The finger opens it']] },
      { title: 'Five wrong passwords lock the account for a while', priority: 'CRITICAL', labels: ['security'], steps: [['Enter a wrong password five times', 'The app says how long to wait'], ['Enter the right one', 'It is refused until the time is over']] },
      { title: 'Sign out on all phones', priority: 'HIGH', labels: ['security'], steps: [['Sign in on two phones', 'Both show the account'], ['Choose "Sign out everywhere" on one', 'The other asks for the password']] },
    ],
    Scanner: [
      { title: 'Scan the code of a product', priority: 'HIGH', labels: ['camera'], steps: [['Hold the code before the camera', 'The product opens within a second']] },
      { title: 'A code of another shop', priority: 'LOW', labels: ['camera'], steps: [['Scan the code of a product we do not have', 'The app says so and offers the search']] },
      { title: 'Scan in the dark', priority: 'LOW', labels: ['camera'], steps: [['Darken the room', 'The app offers the light'], ['Switch the light on', 'The code is read']] },
    ],
    'Push messages': [
      { title: 'A message when the parcel is on its way', priority: 'MEDIUM', labels: ['push'], steps: [['Send the order', 'The message comes within a minute'], ['Press the message', 'The order opens']] },
      { title: 'No messages at night', priority: 'MEDIUM', labels: ['push'], steps: [['Send an offer at 23:00', 'Nothing comes'], ['Wait until 8:00', 'The message comes once']] },
      { title: 'Messages can be switched off one by one', priority: 'LOW', labels: ['push'], steps: [['Switch offers off', 'Messages about orders still come']] },
    ],
    Offline: [
      { title: 'The basket can be seen without a network', priority: 'HIGH', labels: ['offline'], steps: [['Switch to flight mode', 'A line says that there is no network'], ['Open the basket', 'It shows what was there last']] },
      { title: 'Changes made offline are sent later, once', priority: 'CRITICAL', labels: ['offline'], steps: [['Change the basket in flight mode', 'The change is marked as not sent'], ['Switch the network on', 'The mark goes, and the basket is the same in the browser']] },
      { title: 'The network is lost while paying', priority: 'CRITICAL', labels: ['offline', 'payment'], steps: [['Cut the network after "Buy now"', 'The app says that it does not know yet'], ['Switch it on again', 'The order is there once, or not at all, and the app says which']] },
    ],
    Accessibility: [
      { title: 'The largest font cuts nothing off', priority: 'HIGH', labels: ['a11y'], steps: [['Set the largest font', 'Every button still shows its whole text']] },
      { title: 'A screen reader reads prices as prices', priority: 'MEDIUM', labels: ['a11y'], steps: [['Listen to a product with TalkBack', 'Price and currency are read once'], ['Listen to it with VoiceOver', 'Price and currency are read once']] },
      { title: 'Everything can be reached without gestures', priority: 'MEDIUM', labels: ['a11y'], steps: [['Use the app with a keyboard', 'Each action has a focus and a name']] },
    ],
  },
};
